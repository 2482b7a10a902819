package dev.rollcall.manager.run;

import java.time.Instant;
import java.util.List;

import dev.rollcall.manager.run.LiveWriter.About;
import dev.rollcall.model.Cause;
import dev.rollcall.model.DeadLetter;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.GroupId;
import dev.rollcall.model.GroupNotice;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.IntegrationState;
import dev.rollcall.model.LifecycleNotice;
import dev.rollcall.model.Mode;
import dev.rollcall.model.RunId;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.UserNotice;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NoticePlannerTest {

    private static final Instant AT = Instant.parse("2026-11-23T10:00:00.123456789Z");
    private static final IntegrationId INTEGRATION = new IntegrationId("int-1");
    private static final Envelope LIVE = Envelope.live(INTEGRATION, Cause.NOTIFICATION, 1, null);

    @Test
    void aPersonWaitsForAnOutcome() {
        // When
        var entry = entry(person(LIVE), IntegrationState.PAUSED);

        // Then
        assertThat(entry.kind()).isNull();
        assertThat(entry.about()).isEqualTo(About.PERSON);
        assertThat(entry.subject()).isEqualTo("p-1");
        assertThat(entry.change()).isEqualTo("updated");
        assertThat(entry.received()).isEqualTo(Instant.parse("2026-11-23T10:00:00.123456Z"));
    }

    @Test
    void whatNothingFollowsFromSaysSo() {
        // Given
        var group = new Notice.Group(new GroupNotice(LIVE, new GroupId("g-1"), "updated", List.of(), AT));
        var lifecycle = new Notice.Lifecycle(new LifecycleNotice(LIVE, "sub-1", "reauthorizationRequired", AT));
        var unusable = new Notice.Unusable(new DeadLetter(LIVE, "The item has no resource.", "{\"mail\":\"ada\"}", AT));

        // When
        var entries = List.of(
                entry(group, IntegrationState.ACTIVE),
                entry(lifecycle, IntegrationState.ACTIVE),
                entry(unusable, IntegrationState.ACTIVE),
                entry(person(LIVE), IntegrationState.REMOVED));

        // Then
        assertThat(entries).allSatisfy(e -> {
            assertThat(e.kind()).isEqualTo("NONE");
            assertThat(e.detail()).endsWith(".").doesNotContain("ada");
        });
        assertThat(entries)
                .extracting(LiveWriter.Arrived::reason)
                .containsExactly("roles-not-synchronised", "lifecycle-noted", "unreadable", "integration-removed");
        assertThat(entries).extracting(LiveWriter.Arrived::subject).containsExactly("g-1", "sub-1", null, "p-1");
    }

    @Test
    void whomAWalkMetAsDeletedIsAnEntryOfItsRun() {
        // Given
        var ofRun = Envelope.run(INTEGRATION, Cause.INITIAL_SYNC, new RunId("run-1"), Mode.APPLY, 1);

        // When
        var entry = NoticePlanner.entry(0, person(ofRun), "id", IntegrationState.ACTIVE, AT);

        // Then
        assertThat(entry).isEmpty();
    }

    private static Notice person(Envelope envelope) {
        return new Notice.Person(new UserNotice(envelope, new SubjectId("p-1"), "updated", AT));
    }

    private static LiveWriter.Arrived entry(Notice notice, IntegrationState state) {
        return NoticePlanner.entry(0, notice, "id", state, AT).orElseThrow();
    }
}
