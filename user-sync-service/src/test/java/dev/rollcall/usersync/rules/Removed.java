package dev.rollcall.usersync.rules;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.rollcall.model.LinksCleared;
import dev.rollcall.model.OutcomeKind;
import dev.rollcall.model.RunId;
import dev.rollcall.model.SyncOutcome;
import dev.rollcall.sandbox.ZenUser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/** What must be true once an integration is removed whose external ids are all Rollcall's. */
public final class Removed {

    private final Played played;
    private final Map<String, ZenUser> before;
    private final List<ZenUser> ours;

    /** To be made before the removal begins. */
    public Removed(Played played) {
        this.played = played;
        this.before = users();
        this.ours = before.values().stream()
                .filter(user -> played.history().subjects().contains(user.externalId()))
                .toList();
    }

    public void check(RunId run, List<LinksCleared> said) {
        assertThat(said)
                .as("promise 8: told once")
                .extracting(LinksCleared::cleared, LinksCleared::leftAlone)
                .containsExactly(tuple((long) ours.size(), 0L));
        var expected = new HashMap<>(before);
        ours.forEach(user -> expected.put(user.id(), user.withExternalId(null)));
        assertThat(users()).as("promise 8: exactly our external ids are gone").isEqualTo(expected);
        var told = played.outcomes().stream()
                .filter(outcome -> run.equals(outcome.envelope().runId()))
                .toList();
        assertThat(told)
                .as("promise 8: everybody is told of once")
                .allMatch(outcome -> outcome.outcome().kind() == OutcomeKind.UNLINKED)
                .extracting(SyncOutcome::subjectId)
                .extracting(subject -> subject.value())
                .containsExactlyInAnyOrderElementsOf(
                        ours.stream().map(ZenUser::externalId).toList());
    }

    private Map<String, ZenUser> users() {
        var users = new HashMap<String, ZenUser>();
        played.world().account().users().forEach(user -> users.put(user.id(), user));
        return users;
    }
}
