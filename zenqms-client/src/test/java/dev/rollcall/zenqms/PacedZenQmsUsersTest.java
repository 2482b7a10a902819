package dev.rollcall.zenqms;

import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.rollcall.model.MappedFields;
import dev.rollcall.model.ZenQmsUserId;
import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.sandbox.ZenQmsAccount;
import dev.rollcall.zenqms.budget.BudgetTables;
import dev.rollcall.zenqms.budget.Ceiling;
import dev.rollcall.zenqms.budget.Urgency;

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
    void promise10_noPlaceInTimeIsNoTurnAndNothingIsSent() {
        // Given
        var users = paced(new Ceiling(1000, 1), Duration.ofMillis(100));
        var held = new CountDownLatch(1);
        account.beforeResponse(call -> waitFor(held));
        try (var others = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = CompletableFuture.runAsync(() -> search(users), others);
            await().untilAsserted(() -> assertThat(account.calls()).hasSize(1));

            // When
            try {
                assertThatThrownBy(() -> search(users)).isInstanceOf(ZenQmsException.NoTurn.class);

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
    void promise10_aPaceThatIsUsedUpIsNoTurnAndKeepsNoPlace() {
        // Given
        var users = paced(new Ceiling(1, 1), Duration.ofMillis(50));
        search(users);

        // When
        assertThatThrownBy(() -> search(users)).isInstanceOf(ZenQmsException.NoTurn.class);

        // Then
        assertThat(account.calls()).hasSize(1);
        BudgetTables.pass(Duration.ofSeconds(1));
        search(users);
        assertThat(account.calls()).hasSize(2);
    }

    @Test
    void checksWhenTheTurnComesAndNotBefore() throws Exception {
        // Given
        var users = paced(new Ceiling(1000, 1), LONG);
        var held = new CountDownLatch(1);
        account.beforeResponse(call -> waitFor(held));
        var first = Thread.ofPlatform().start(() -> search(users));
        await().untilAsserted(() -> assertThat(account.calls()).hasSize(1));

        // When
        var checks = new AtomicInteger();
        var callsAtCheck = new AtomicInteger();
        var guarded = users.guardedBy(Urgency.LIVE, () -> {
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
    void whoIsNotWantedAnyMoreStopsWaitingAndSendsNothing() throws Exception {
        // Given
        var users = paced(new Ceiling(1000, 1), LONG);
        var held = new CountDownLatch(1);
        account.beforeResponse(call -> waitFor(held));
        var first = Thread.ofPlatform().start(() -> search(users));
        await().untilAsserted(() -> assertThat(account.calls()).hasSize(1));
        var paused = new AtomicBoolean();
        var waiting = users.guardedBy(Urgency.LIVE, () -> mustNotBe(paused), () -> {});
        var second = new FutureTask<Void>(() -> search(waiting), null);
        var thread = Thread.ofPlatform().start(second);
        await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);

        // When
        paused.set(true);

        // Then: although the place is still taken.
        assertThat(second)
                .failsWithin(Duration.ofSeconds(1))
                .withThrowableThat()
                .withMessageContaining("paused");
        assertThat(account.calls()).hasSize(1);
        held.countDown();
        first.join();
        assertThatThrownBy(() -> search(waiting)).hasMessage("paused");
        search(users);
        assertThat(account.calls()).hasSize(2);
    }

    private static void mustNotBe(AtomicBoolean paused) {
        if (paused.get()) {
            throw new IllegalStateException("paused");
        }
    }

    @Test
    void promise12_whoFailsTheCheckSendsNothingAndKeepsNoPlace() {
        // Given
        var users = paced(new Ceiling(1000, 1), Duration.ofSeconds(5));
        var guarded = users.guardedBy(Urgency.LIVE, () -> {
            throw new IllegalStateException("The lease is lost");
        });

        // When
        assertThatThrownBy(() -> search(guarded)).hasMessage("The lease is lost");

        // Then
        assertThat(account.calls()).isEmpty();
        search(users);
        assertThat(account.calls()).hasSize(1);
    }

    @Test
    void promise10_aZenQmsThatFailsIsLeftAloneForAMoment() {
        // Given
        var clock = new SetClock();
        var users = new PacedZenQmsUsers(
                direct, BudgetTables.ofNewIntegration(new Ceiling(1000, 4)), LONG, LONG, clock, (urgency, time) -> {});
        account.failNext(5, 503, null);
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> search(users)).isInstanceOf(ZenQmsException.Unavailable.class);
        }

        // When
        assertThatThrownBy(() -> search(users)).isInstanceOf(ZenQmsException.NoTurn.class);
        var callsWhileLeftAlone = account.calls().size();
        clock.now = clock.now.plusSeconds(3);
        search(users);
        search(users);

        // Then
        assertThat(callsWhileLeftAlone).isEqualTo(5);
        assertThat(account.calls()).hasSize(7);
    }

    @Test
    void promise9_refusalsAndThrottlingDoNotBreakTheCircuit() {
        // Given
        var users = paced(new Ceiling(1000, 4), LONG);
        account.failNext(8, 429, null);

        // When
        for (int i = 0; i < 8; i++) {
            assertThatThrownBy(() -> search(users)).isInstanceOf(ZenQmsException.Unavailable.class);
        }
        for (int i = 0; i < 8; i++) {
            assertThatThrownBy(() -> users.patch(
                            new ZenQmsUserId("nobody"), new MappedFields(null, null, null, null, null, false)))
                    .isInstanceOf(ZenQmsException.NotFound.class);
        }

        // Then
        search(users);
        assertThat(account.calls()).hasSize(17);
    }

    private PacedZenQmsUsers paced(Ceiling ceiling, Duration patience) {
        return new PacedZenQmsUsers(direct, BudgetTables.ofNewIntegration(ceiling), patience, LONG);
    }

    private static final class SetClock extends Clock {
        private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
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
