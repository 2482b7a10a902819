package dev.rollcall.manager.timer;

import java.time.Duration;

import dev.rollcall.testbed.ServiceDatabase;
import dev.rollcall.testbed.Testbed;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Two managers on one database. */
class LeadershipTest {

    private static final Duration LEASE = Duration.ofSeconds(2);

    private static final ServiceDatabase DATABASE =
            Testbed.postgres().database("subscription_manager_timers").migrated();
    private Leadership one;
    private Leadership other;

    @BeforeEach
    void twoManagers() {
        one = new Leadership(DATABASE.dataSource(), LEASE);
        other = new Leadership(DATABASE.dataSource(), LEASE);
    }

    @AfterEach
    void stop() {
        one.giveBack();
        other.giveBack();
    }

    @Test
    void promise12_ofTwoManagersOneLooksAtTheTimers() {
        // When
        one.keep();
        other.keep();
        one.keep();
        other.keep();

        // Then
        assertThat(one.isOurs()).isTrue();
        assertThat(other.isOurs()).isFalse();
    }

    @Test
    void whoStopsHandsOverAtOnce() {
        // Given
        one.keep();

        // When
        one.giveBack();
        other.keep();

        // Then
        assertThat(one.isOurs()).isFalse();
        assertThat(other.isOurs()).isTrue();
    }

    @Test
    void whoDiesOrHangsLosesItByItself() {
        // Given
        one.keep();

        // When
        await().atMost(LEASE.multipliedBy(5)).until(() -> {
            other.keep();
            return other.isOurs();
        });

        // Then
        assertThat(one.isOurs()).isFalse();
        one.keep();
        assertThat(one.isOurs()).isFalse();
        assertThat(other.isOurs()).isTrue();
    }
}
