package dev.rollcall.usersync.rules;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.rollcall.model.SubjectId;
import dev.rollcall.sandbox.RecordedCall;
import dev.rollcall.sandbox.ZenUser;

import org.jdbi.v3.core.Jdbi;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What must be true in the end, told from the directory's history and the setup rules alone: it knows neither the planner nor
 * the matcher.
 */
public final class Rules {

    private final Played played;
    private final History history;
    private final Jdbi database;
    private final Map<String, List<ZenUser>> usersOf = new HashMap<>();

    public Rules(Played played) {
        this.played = played;
        this.history = played.history();
        this.database = played.database();
        history.subjects().forEach(subject -> usersOf.put(subject, usersWith(subject)));
    }

    private List<ZenUser> usersWith(String externalId) {
        return played.world().account().users().stream()
                .filter(user -> externalId.equals(user.externalId()))
                .toList();
    }

    public void check() {
        history.subjects().forEach(this::checkPerson);
        checkThatNobodyElseWasTouched();
        checkWrites();
        checkBrake();
        checkRecords();
    }

    private void checkPerson(String subject) {
        var last = history.last(subject);
        var users = usersOf.get(subject);
        assertThat(users).as("promise 2: users of %s", subject).hasSizeLessThanOrEqualTo(1);
        if (!last.mayHaveAccess() && !isProtected(subject) && !isBraked()) {
            assertThat(users).as("promise 1: %s must not keep access", subject).noneMatch(ZenUser::active);
        }
        if (isProtected(subject) || !history.everLostAccess(subject)) {
            assertThat(users).as("promise 4: %s never lost access", subject).allMatch(ZenUser::active);
        }
        if (!history.everCompleteAndEnabled(subject) && claimsNothingOfOthers(subject)) {
            assertThat(users).as("%s was never complete and enabled", subject).isEmpty();
        }
        if (last.mayHaveAccess() && last.isComplete() && claimsNothingOfOthers(subject)) {
            checkInStep(subject, last, users);
        }
    }

    private void checkInStep(String subject, History.Was last, List<ZenUser> users) {
        assertThat(users).as("promise 1: %s must be in ZenQMS", subject).hasSize(1);
        var user = users.getFirst();
        var person = last.person();
        assertThat(user.active()).as("promise 1: %s must be active", subject).isTrue();
        assertThat(List.of(user.email(), user.firstName(), user.lastName(), user.title()))
                .as("promise 1: the fields of %s", subject)
                .containsExactly(person.mail(), person.givenName(), person.surname(), person.jobTitle());
    }

    /** Mails that others claim may end in a dispute, whose winner is a matter of order. */
    private boolean claimsNothingOfOthers(String subject) {
        return history.sharesNoMail(subject)
                && history.mails(subject).stream()
                        .noneMatch(mail -> played.world().contested().stream().anyMatch(mail::equalsIgnoreCase));
    }

    private boolean isProtected(String subject) {
        return played.settings().protectedPeople().contains(new SubjectId(subject));
    }

    private boolean isBraked() {
        return played.settings().brakeAtLeast() < 1_000;
    }

    private void checkThatNobodyElseWasTouched() {
        var account = played.world().account();
        var ours = history.subjects();
        for (var before : played.world().seeded().values()) {
            var now = account.users().stream()
                    .filter(user -> user.id().equals(before.id()))
                    .findFirst()
                    .orElseThrow();
            if (before.externalId() != null || now.externalId() == null) {
                assertThat(now).as("promise 3: %s is not ours", before).isEqualTo(before);
            } else {
                assertThat(ours).as("promise 3: who got %s", before).contains(now.externalId());
            }
        }
        var strangers = account.users().stream()
                .filter(user -> !played.world().seeded().containsKey(user.id()))
                .filter(user -> !ours.contains(user.externalId()))
                .toList();
        assertThat(strangers).as("promise 2: users of nobody").isEmpty();
        assertThat(account.mailsCaused()).as("no invitation").noneMatch(mail -> mail.contains("invitation"));
    }

    private void checkWrites() {
        if (played.repeatsNoWrite()) {
            assertThat(played.world().account().writesWithoutDifference())
                    .as("promise 7: writes without a difference")
                    .isEmpty();
        }
        if (played.repeatsNoWrite() && !played.lostARefusal()) {
            assertThat(played.world().account().earlyRetries())
                    .as("promise 10: calls before Retry-After had passed")
                    .isEmpty();
        }
    }

    /** Whoever stands still may write what somebody else wrote before: people are counted, not calls. */
    private void checkBrake() {
        var released = usersOf.entrySet().stream()
                .filter(of -> history.everReleased(of.getKey()))
                .flatMap(of -> of.getValue().stream())
                .map(user -> "/v2/users/" + user.id())
                .collect(Collectors.toSet());
        var deactivations = played.world().writes().stream()
                .filter(call -> call.body().contains("\"is_active\":false"))
                .filter(call -> !released.contains(call.path()))
                .toList();
        for (var first : deactivations) {
            var people = new HashSet<String>();
            deactivations.stream()
                    .filter(call -> !call.time().isBefore(first.time())
                            && call.time().isBefore(first.time().plusSeconds(24 * 3600)))
                    .map(RecordedCall::path)
                    .forEach(people::add);
            assertThat(people)
                    .as("the brake: deactivations within 24 hours")
                    .hasSizeLessThanOrEqualTo(played.settings().brakeAtLeast());
        }
    }

    private void checkRecords() {
        var integration = played.integration().value();
        assertThat(rows("work_row where state <> 'held' and integration_id = ?", integration))
                .as("rows left")
                .isZero();
        assertThat(rows("intent where scope = 'apply' and integration_id = ?", integration))
                .as("promise 2: intents left open")
                .isZero();
        checkLedger(integration);
        checkSequences();
    }

    private void checkLedger(String integration) {
        var links = database.withHandle(handle -> handle.createQuery(
                        "select subject_id, zenqms_user_id from ledger where integration_id = ? and zenqms_user_id is not null")
                .bind(0, integration)
                .map((rs, ctx) -> Map.entry(rs.getString(1), rs.getString(2)))
                .list());
        links.forEach(link -> assertThat(usersOf.get(link.getKey()))
                .as("the ledger's link of %s", link.getKey())
                .extracting(ZenUser::id)
                .contains(link.getValue()));
        Set<String> linked = new HashSet<>();
        links.forEach(link -> linked.add(link.getKey()));
        usersOf.forEach((subject, users) -> {
            if (!users.isEmpty()) {
                assertThat(linked).as("who has a user is linked").contains(subject);
            }
        });
    }

    /** Ledger, outcome and link are one transaction: no report is lost, none is doubled. */
    private void checkSequences() {
        var told = new HashMap<String, Long>();
        for (var outcome : played.outcomes()) {
            var before = told.put(outcome.subjectId().value(), outcome.sequence());
            assertThat(outcome.sequence())
                    .as("sequences of %s", outcome.subjectId())
                    .isGreaterThan(before == null ? 0 : before);
        }
        assertThat(told.keySet()).as("everybody was told of").containsAll(history.subjects());
    }

    private long rows(String from, String integration) {
        return database.withHandle(handle -> handle.createQuery("select count(*) from " + from)
                .bind(0, integration)
                .mapTo(Long.class)
                .one());
    }
}
