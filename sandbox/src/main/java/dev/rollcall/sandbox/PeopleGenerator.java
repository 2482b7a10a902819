package dev.rollcall.sandbox;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * Makes up a company's directory. The same seed and size give the same people; another seed gives other ids and another
 * mail domain, so that two companies never share an address.
 *
 * <p>Of n people 3 % have no job title, 1 % lack a given name or a surname, 2 % are shared or room mailboxes, 2 % service
 * accounts without a mail, 3 % guests; these are different people. 3 % of all are disabled. max(1, n / 1000) pairs of ordinary, enabled
 * people share a mail, in one of them in another case; one in 250 has a mail with an international character.
 */
final class PeopleGenerator {
    private enum Kind {
        SHARED_MAILBOX(0.02),
        SERVICE_ACCOUNT(0.02),
        GUEST(0.03),
        NO_TITLE(0.03),
        NO_NAME_PART(0.01),
        INTERNATIONAL_MAIL(0.004),
        ORDINARY(0);

        private final double share;

        Kind(double share) {
            this.share = share;
        }
    }

    private static final double DISABLED_SHARE = 0.03;
    private static final List<String> MAILBOXES = List.of(
            "Room", "Reception", "Complaints", "Invoices", "Lab Booking", "Quality Inbox", "Visitors", "Projector");

    private final Random random;
    private final String domain;
    private final Map<String, Integer> locals = new HashMap<>();
    private final int totalWeight =
            NamePools.ALL.stream().mapToInt(NamePools.Pool::weight).sum();

    PeopleGenerator(long seed) {
        this.random = new Random(seed);
        this.domain = "contoso" + (seed == 1 ? "" : Long.toUnsignedString(seed, 36)) + ".example";
    }

    List<Person> people(int n) {
        List<Kind> kinds = kinds(n);
        boolean[] disabled = disabled(n);
        List<Person> people = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            people.add(person(kinds.get(i)).withAccountEnabled(!disabled[i]));
        }
        shareMails(people, kinds, Math.max(1, n / 1000));
        return people;
    }

    private List<Kind> kinds(int n) {
        var counts = new EnumMap<Kind, Integer>(Kind.class);
        List<Kind> kinds = new ArrayList<>(n);
        for (Kind kind : Kind.values()) {
            counts.put(kind, (int) Math.round(n * kind.share));
        }
        counts.forEach((kind, count) -> kinds.addAll(Collections.nCopies(count, kind)));
        kinds.addAll(Collections.nCopies(n - kinds.size(), Kind.ORDINARY));
        Collections.shuffle(kinds, random);
        return kinds;
    }

    private boolean[] disabled(int n) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            order.add(i);
        }
        Collections.shuffle(order, random);
        boolean[] disabled = new boolean[n];
        order.subList(0, (int) Math.round(n * DISABLED_SHARE)).forEach(i -> disabled[i] = true);
        return disabled;
    }

    private Person person(Kind kind) {
        return switch (kind) {
            case SHARED_MAILBOX -> sharedMailbox();
            case SERVICE_ACCOUNT -> serviceAccount();
            case GUEST -> guest();
            case NO_TITLE -> human().withJobTitle(null);
            case NO_NAME_PART -> random.nextBoolean() ? human().withGivenName(null) : human().withSurname(null);
            case INTERNATIONAL_MAIL -> international(human());
            case ORDINARY -> human();
        };
    }

    private Person human() {
        NamePools.Pool pool = pool();
        NamePools.Name given = pick(pool.given());
        NamePools.Name family = pick(pool.family());
        String mail = unique(given.ascii() + "." + family.ascii()) + "@" + domain;
        return new Person(
                id(),
                mail,
                given.written(),
                family.written(),
                pick(NamePools.titles()),
                true,
                "Member",
                mail,
                given.written() + " " + family.written(),
                pick(NamePools.departments()));
    }

    private Person international(Person person) {
        String mail = person.mail().replace("@", random.nextBoolean() ? ".ü@" : ".ñ@");
        return person.withMail(mail);
    }

    private Person guest() {
        Person person = human();
        String partner = person.mail().replace("@" + domain, "@partner-" + domain);
        return person.withMail(partner)
                .withUserType("Guest")
                .withUserPrincipalName(partner.replace('@', '_') + "#EXT#@" + domain);
    }

    private Person sharedMailbox() {
        String name = pick(MAILBOXES);
        String local = unique(name.toLowerCase(Locale.ROOT).replace(' ', '-'));
        String mail = local + "@" + domain;
        return new Person(id(), mail, null, null, null, true, "Member", mail, name + " " + local, null);
    }

    private Person serviceAccount() {
        String local = unique(
                "svc-" + pick(NamePools.departments()).toLowerCase(Locale.ROOT).replace(' ', '-'));
        return new Person(id(), null, null, null, null, true, "Member", local + "@" + domain, local, null);
    }

    /** The second of each pair gets the first one's mail, its first letter in upper case. */
    private void shareMails(List<Person> people, List<Kind> kinds, int pairs) {
        List<Integer> candidates = new ArrayList<>();
        for (int i = 0; i < people.size(); i++) {
            if (kinds.get(i) == Kind.ORDINARY && people.get(i).accountEnabled()) {
                candidates.add(i);
            }
        }
        Collections.shuffle(candidates, random);
        for (int pair = 0; pair < pairs && 2 * pair + 1 < candidates.size(); pair++) {
            String mail = people.get(candidates.get(2 * pair)).mail();
            int second = candidates.get(2 * pair + 1);
            String other = Character.toUpperCase(mail.charAt(0)) + mail.substring(1);
            people.set(second, people.get(second).withMail(other));
        }
    }

    private NamePools.Pool pool() {
        int at = random.nextInt(totalWeight);
        for (NamePools.Pool pool : NamePools.ALL) {
            at -= pool.weight();
            if (at < 0) {
                return pool;
            }
        }
        throw new IllegalStateException("the weights sum up to " + totalWeight);
    }

    private String unique(String local) {
        int count = locals.merge(local, 1, Integer::sum);
        return count == 1 ? local : local + count;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private String id() {
        // The bits of a random GUID, version 4, so that nothing takes it for invalid.
        return new UUID(
                        random.nextLong() & 0xffffffffffff0fffL | 0x4000L,
                        random.nextLong() & 0x3fffffffffffffffL | 0x8000000000000000L)
                .toString();
    }
}
