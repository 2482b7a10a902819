package dev.rollcall.manager.sweep;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A walk and a sweep at the same time: which link the next sweep goes on from. */
class FeedsTest {

    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private static final Instant EARLIER = NOW.minus(Duration.ofMinutes(10));
    private static final URI FIRST = URI.create("https://graph/first");
    private static final URI WALK = URI.create("https://graph/walk");
    private static final URI SWEEP = URI.create("https://graph/sweep");

    private Handle handle;
    private String integration;

    @BeforeEach
    void open() {
        handle = SweepDatabase.open();
        integration = SweepDatabase.integration(handle);
        Feeds.walked(handle, integration, FIRST, EARLIER, List.of(), false);
    }

    @AfterEach
    void close() {
        handle.close();
    }

    @Test
    void promise1_aWalkThatEndsLaterNeverTakesASweepBack() {
        // Given
        Feeds.swept(handle, integration, FIRST, SWEEP, NOW);

        // When
        Feeds.walked(handle, integration, WALK, NOW.minusSeconds(60), List.of(), true);

        // Then
        assertThat(link()).isEqualTo(SWEEP);
    }

    @Test
    void aSweepThatEndsAfterANewerWalkLeavesItsLinkAlone() {
        // Given
        Feeds.walked(handle, integration, WALK, NOW, List.of(), true);

        // When
        Feeds.swept(handle, integration, FIRST, SWEEP, NOW.minusSeconds(60));

        // Then
        assertThat(link()).isEqualTo(WALK);
    }

    @Test
    void promise1_aWalkThatOnlyLinksMovesNoPlaceOnAsItAppliesNoChange() {
        // When
        Feeds.walked(handle, integration, WALK, NOW, List.of(), false);

        // Then
        assertThat(link()).isEqualTo(FIRST);
    }

    @Test
    void aWalkThatReadsSomethingElseIsGoneOnFromInAnyCase() {
        // Given
        Feeds.swept(handle, integration, FIRST, SWEEP, NOW);

        // When
        Feeds.walked(handle, integration, WALK, NOW.minusSeconds(60), List.of("DEPARTMENT"), true);

        // Then
        assertThat(link()).isEqualTo(WALK);
    }

    @Test
    void aWalkFillsThePlaceThatWasLost() {
        // Given
        Feeds.forget(handle, integration);

        // When
        Feeds.walked(handle, integration, WALK, EARLIER.minusSeconds(60), List.of(), true);

        // Then
        assertThat(link()).isEqualTo(WALK);
    }

    private URI link() {
        return handle.createQuery("select delta_link from directory_feed where integration_id = :id")
                .bind("id", integration)
                .mapTo(String.class)
                .map(URI::create)
                .one();
    }
}
