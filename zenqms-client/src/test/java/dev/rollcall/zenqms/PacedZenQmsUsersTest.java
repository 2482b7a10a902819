package dev.rollcall.zenqms;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.sandbox.ZenQmsAccount;

import io.github.bucket4j.TimeMeter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Turns at ZenQMS: waited for, but not for ever, and checked when they come. */
class PacedZenQmsUsersTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private static Sandbox sandbox;
    private static HttpClient http;

    private ZenQmsAccount account;
    private ZenQmsUsers direct;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start();
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterAll
    static void stop() {
        sandbox.close();
        http.close();
    }

    @BeforeEach
    void freshAccount() {
        var key = UUID.randomUUID().toString();
        account = sandbox.account(key);
        direct = new RestZenQmsUsers(http, sandbox.uri(), key, ZenQmsWire.PUBLISHED, LONG);
    }

    @Test
    void promise10_noPlaceInTimeIsUnavailableAndNothingIsSent() {
        // Given
        var users = new PacedZenQmsUsers(direct, 1000, 1, Duration.ofMillis(100));
        var held = new CountDownLatch(1);
        account.beforeResponse(call -> waitFor(held));
        try (var others = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = CompletableFuture.runAsync(() -> search(users), others);
            await().untilAsserted(() -> assertThat(account.calls()).hasSize(1));

            // When
            try {
                assertThatThrownBy(() -> search(users)).isInstanceOf(ZenQmsException.Unavailable.class);

                // Then
                assertThat(account.calls()).hasSize(1);
            } finally {
                held.countDown();
            }
            first.join();
        }
        search(users);
        assertThat(account.calls()).hasSize(2);
    }

    @Test
    void promise10_aPaceThatIsUsedUpIsUnavailableAndKeepsNoPlace() {
        // Given
        var time = new StoppedTime();
        var users = new PacedZenQmsUsers(direct, 1, 1, Duration.ofMillis(50), time);
        search(users);

        // When
        assertThatThrownBy(() -> search(users)).isInstanceOf(ZenQmsException.Unavailable.class);

        // Then
        assertThat(account.calls()).hasSize(1);
        time.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        search(users);
        assertThat(account.calls()).hasSize(2);
    }

    @Test
    void checksWhenTheTurnComesAndNotBefore() throws Exception {
        // Given
        var users = new PacedZenQmsUsers(direct, 1000, 1, LONG);
        var held = new CountDownLatch(1);
        account.beforeResponse(call -> waitFor(held));
        var first = Thread.ofPlatform().start(() -> search(users));
        await().untilAsserted(() -> assertThat(account.calls()).hasSize(1));

        // When
        var checks = new AtomicInteger();
        var callsAtCheck = new AtomicInteger();
        var guarded = users.guardedBy(() -> {
            checks.incrementAndGet();
            callsAtCheck.set(account.calls().size());
        });
        var second = Thread.ofPlatform().start(() -> search(guarded));
        await().untilAsserted(() -> assertThat(second.getState()).isEqualTo(Thread.State.TIMED_WAITING));
        var checksWhileWaiting = checks.get();
        held.countDown();
        first.join();
        second.join();

        // Then
        assertThat(checksWhileWaiting).isZero();
        assertThat(checks).hasValue(1);
        assertThat(callsAtCheck).hasValue(1);
        assertThat(account.calls()).hasSize(2);
    }

    @Test
    void promise12_whoFailsTheCheckSendsNothingAndKeepsNoPlace() {
        // Given
        var users = new PacedZenQmsUsers(direct, 1000, 1, Duration.ofSeconds(5));
        var guarded = users.guardedBy(() -> {
            throw new IllegalStateException("The lease is lost");
        });

        // When
        assertThatThrownBy(() -> search(guarded)).hasMessage("The lease is lost");

        // Then
        assertThat(account.calls()).isEmpty();
        search(users);
        assertThat(account.calls()).hasSize(1);
    }

    /** A busy machine must not refill the bucket while the test looks away. */
    private static final class StoppedTime implements TimeMeter {
        private final AtomicLong nanos = new AtomicLong();

        @Override
        public long currentTimeNanos() {
            return nanos.get();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }

    private static void search(ZenQmsUsers users) {
        users.search(new UserSearch.Everybody(), 1);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
