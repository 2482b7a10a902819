package dev.rollcall.manager.sweep;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import dev.rollcall.manager.sweep.Losses.Settled;
import dev.rollcall.model.SubjectId;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LossesTest {

    private static final Duration PERIOD = Duration.ofMinutes(5);

    private final Losses losses = new Losses();
    private final Instant begun = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofMinutes(10));
    private final Instant before = begun.minus(PERIOD);
    private Handle handle;
    private String integration;

    @BeforeEach
    void open() {
        handle = SweepDatabase.open();
        handle.execute("delete from unannounced_change");
        integration = SweepDatabase.integration(handle);
    }

    @AfterEach
    void close() {
        handle.close();
    }

    @Test
    void announcedIsWhoseNotificationCameSinceTheSweepBefore() {
        // Given
        SweepDatabase.heard(handle, integration, "announced", begun.minusSeconds(10));
        SweepDatabase.heard(handle, integration, "the feed is behind", before.minusSeconds(60));
        SweepDatabase.heard(handle, integration, "long ago", before.minus(Duration.ofHours(1)));
        SweepDatabase.heard(handle, SweepDatabase.integration(handle), "never", begun);

        // When
        var unannounced = found("announced", "the feed is behind", "long ago", "never");

        // Then
        assertThat(unannounced).containsExactlyInAnyOrder(new SubjectId("long ago"), new SubjectId("never"));
        assertThat(tally()).containsExactly(4, 0, 0);
    }

    @Test
    void whatComesAfterAllIsLateAndWhatNeverComesIsMissed() {
        // Given
        found("on its way", "late", "missed", "too late");
        SweepDatabase.heard(handle, integration, "on its way", begun.plusSeconds(60));
        SweepDatabase.heard(handle, integration, "late", begun.plus(Duration.ofHours(3)));

        // When
        var soon = losses.settle(handle, begun.plus(Duration.ofHours(3)).plusSeconds(1));
        SweepDatabase.heard(handle, integration, "too late", begun.plus(Duration.ofHours(5)));
        var later = losses.settle(handle, begun.plus(Duration.ofHours(6)));

        // Then
        assertThat(soon).isEqualTo(new Settled(1, 0));
        assertThat(later).isEqualTo(new Settled(0, 2));
        assertThat(tally()).containsExactly(4, 1, 2);
        assertThat(stillOpen()).isZero();
    }

    @Test
    void twoChangesOfAPersonThatNobodyAnnouncedAreTwoLosses() {
        // Given
        found("p");

        // When
        losses.found(handle, integration, people("p"), begun, begun.plus(PERIOD), begun.plus(PERIOD));

        // Then
        assertThat(stillOpen()).isEqualTo(1);
        assertThat(losses.settle(handle, begun.plus(Duration.ofHours(5)))).isEqualTo(new Settled(0, 2));
    }

    @Test
    void aPersonOnTwoPagesOfASweepIsOneLoss() {
        // Given
        found("p");

        // When
        found("p");

        // Then
        assertThat(losses.settle(handle, begun.plus(Duration.ofHours(5)))).isEqualTo(new Settled(0, 1));
    }

    @Test
    void nothingIsSettledWhileTheDirectoryStillTries() {
        // Given
        found("p");

        // When
        var settled = losses.settle(handle, begun.plus(Duration.ofHours(3)));

        // Then
        assertThat(settled).isEqualTo(new Settled(0, 0));
        assertThat(stillOpen()).isEqualTo(1);
    }

    private Set<SubjectId> found(String... subjects) {
        return losses.found(handle, integration, people(subjects), before, begun, begun);
    }

    private static List<SubjectId> people(String... subjects) {
        return Arrays.stream(subjects).map(SubjectId::new).toList();
    }

    private List<Integer> tally() {
        return handle.createQuery("select found, late, missed from sweep_tally where integration_id = :id")
                .bind("id", integration)
                .map((rs, ctx) -> List.of(rs.getInt(1), rs.getInt(2), rs.getInt(3)))
                .one();
    }

    private int stillOpen() {
        return handle.createQuery("select count(*) from unannounced_change where integration_id = :id")
                .bind("id", integration)
                .mapTo(Integer.class)
                .one();
    }
}
