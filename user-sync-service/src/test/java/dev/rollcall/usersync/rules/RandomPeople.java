package dev.rollcall.usersync.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import dev.rollcall.sandbox.EntraTenant;
import dev.rollcall.sandbox.Person;

/** People come, change, leave and return, as the seed says. Each change has a notification. */
public final class RandomPeople {

    private final World world;
    private final EntraTenant tenant;
    private final Random random;
    private final History history;
    private final String first;
    private String witness;
    private final int most;
    private int hired;
    private int named;

    /** @param first the id of the first one hired */
    public RandomPeople(World world, Random random, History history, String first) {
        this.world = world;
        this.tenant = world.tenant();
        this.random = random;
        this.history = history;
        this.first = first;
        this.most = 1 + random.nextInt(5);
    }

    /** @return whom the notification is about */
    public String change() {
        var live = tenant.people().stream()
                .filter(person -> !person.id().equals(witness))
                .toList();
        var deleted = tenant.deletedPeople();
        if (live.isEmpty() && deleted.isEmpty() || hired < most && random.nextInt(4) == 0) {
            return hire();
        }
        if (!deleted.isEmpty() && (live.isEmpty() || random.nextInt(3) == 0)) {
            return ofTheDeleted(deleted.get(random.nextInt(deleted.size())));
        }
        var person = live.get(random.nextInt(live.size()));
        return switch (random.nextInt(18)) {
            case 0, 1 -> leave(person, random.nextInt(4) == 0);
            case 2, 3, 4 -> edit(person.withAccountEnabled(!person.accountEnabled()));
            case 5, 6 -> edit(person.withMail(mail(person.mail())));
            case 7 -> edit(person.withGivenName(name()));
            case 8 -> edit(person.withSurname(name()));
            case 9 -> edit(person.withJobTitle(person.jobTitle() == null ? name() : null));
            case 10, 11 -> edit(person.withJobTitle(name()));
            // What was before is what a stale record takes for done.
            default -> edit(before(person));
        };
    }

    /** Somebody gets another mail; null where there is nobody. */
    public String changeMail() {
        var people = tenant.people().stream()
                .filter(person -> !person.id().equals(witness))
                .toList();
        if (people.isEmpty()) {
            return null;
        }
        var person = people.get(random.nextInt(people.size()));
        return edit(person.withMail(mail(person.mail())));
    }

    /** Somebody becomes again what they were; null where nobody has changed yet. */
    public String changeBack() {
        var changed = tenant.people().stream()
                .filter(person -> history.of(person.id()).size() > 1)
                .toList();
        return changed.isEmpty() ? null : edit(before(changed.get(random.nextInt(changed.size()))));
    }

    private Person before(Person person) {
        var was = history.of(person.id());
        return was.size() < 2
                ? person.withSurname(name())
                : was.get(was.size() - 2).person();
    }

    /** Somebody whom nothing ever happens to: an absence is believed only where somebody is known to exist. */
    public String hireWitness() {
        var person = Person.of("Wit", "Ness", world.mail("witness"), "Witness").withId(id(random));
        witness = tenant.add(person).id();
        history.became(person.withUserType("Member"), true);
        return witness;
    }

    /** Somebody complete and enabled, with a mail of their own. */
    public String hireAtOnce() {
        hired++;
        var person = Person.of(name(), name(), world.mail("person" + ++named), name())
                .withId(hired == 1 ? first : id(random))
                .withUserType("Member");
        history.became(tenant.add(person), true);
        return person.id();
    }

    public boolean hasWitness() {
        return witness != null;
    }

    private String hire() {
        hired++;
        var person = Person.of(name(), name(), mail(null), random.nextInt(8) == 0 ? null : name())
                .withId(hired == 1 ? first : id(random))
                .withAccountEnabled(random.nextInt(6) != 0)
                .withUserType(random.nextInt(8) == 0 ? "Guest" : "Member");
        history.became(tenant.add(person), true);
        return person.id();
    }

    public static String id(Random random) {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private String ofTheDeleted(Person person) {
        if (random.nextInt(3) == 0) {
            tenant.hardDelete(person.id());
        } else {
            tenant.restore(person.id());
            history.became(person, true);
        }
        return person.id();
    }

    private String leave(Person person, boolean forGood) {
        if (forGood) {
            tenant.hardDelete(person.id());
        } else {
            tenant.softDelete(person.id());
        }
        history.became(person, false);
        return person.id();
    }

    private String edit(Person after) {
        history.became(tenant.change(after.id(), before -> after), true);
        return after.id();
    }

    private String mail(String former) {
        return switch (random.nextInt(10)) {
            case 0, 1 -> world.contested().get(random.nextInt(world.contested().size()));
            case 2 -> former == null ? world.mail("j\u00fcrgen" + ++named) : null;
            default -> world.mail("person" + ++named);
        };
    }

    private String name() {
        return "Name" + ++named;
    }

    public List<Person> everybody() {
        return new ArrayList<>(tenant.people());
    }
}
