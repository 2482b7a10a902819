package dev.rollcall.endtoend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.rollcall.sandbox.Delivery;
import dev.rollcall.sandbox.DeliveryFaults;
import dev.rollcall.sandbox.EntraTenant;
import dev.rollcall.sandbox.Person;
import dev.rollcall.sandbox.ZenQmsAccount;
import dev.rollcall.sandbox.ZenUser;
import dev.rollcall.testbed.Testbed;

import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** From the directory's notification to the user in ZenQMS, while everything on the way is killed in turn. */
class WholeWayIT {

    private static final int AT_FIRST = 30;

    private final WholeStack stack = WholeStack.shared();
    private final EntraTenant tenant = stack.sandbox().tenant(UUID.randomUUID().toString());
    private final ZenQmsAccount account =
            stack.sandbox().account(UUID.randomUUID().toString());
    private final Wire wire = new Wire(stack);
    private final Administrator administrator = new Administrator(stack, wire);
    private final List<Person> everybody = new ArrayList<>();
    private String integration;
    private int burst;

    @BeforeEach
    void everybodyIsInZenQms() {
        hire(AT_FIRST);
        integration = administrator.create(tenant, account);
        administrator.awaitEnd(administrator.activate(integration));
        assertThat(account.users()).hasSize(AT_FIRST);
        // Twice each and out of order, as Graph may send them; what is not answered 2xx it sends again.
        tenant.delivery(DeliveryFaults.none().withCopies(2).withShuffle(true).withItemsPerPost(5));
        account.latency(Duration.ofMillis(20));
    }

    @AfterEach
    void rest() {
        tenant.dropSubscriptions();
        account.beforeResponse(null);
        administrator.send("POST", "/integrations/" + integration + "/pause", null);
        wire.close();
    }

    @Test
    void promise1_promise2_promise10_nobodyIsLostNorDoubledNorFailedWhateverIsKilledOnTheWay() {
        // Given
        killTheIngress();
        killAWorkerInTheMiddleOfACreate();
        stopTheBroker();
        stopPostgres();

        // When
        killTheManagerInTheMiddleOfAWalk();

        // Then
        eventually().untilAsserted(this::zenQmsIsAsTheDirectorySays);
        eventually().untilAsserted(() -> assertThat(people("kind is not null")).isEqualTo(everybody.size()));
        eventually().until(() -> waiting() == 0);
        zenQmsIsAsTheDirectorySays();
        assertThat(account.users()).hasSameSizeAs(everybody);
        assertThat(account.writesWithoutDifference()).isEmpty();
        assertThat(people("kind = 'FAILED'")).isZero();
    }

    private void killTheIngress() {
        awaitAcceptedOf(this::changeEverybodyAndHire);
        stack.ingress().kill();
        changeEverybodyAndHire();
        eventually().until(() -> tenant.deliveries().stream().anyMatch(delivery -> !delivery.accepted()));
        stack.startIngressAgain();
    }

    private void killAWorkerInTheMiddleOfACreate() {
        var killed = new AtomicBoolean();
        var victim = stack.workers().getFirst();
        account.beforeResponse(call -> {
            if (call.operation().equals("POST /v2/users") && killed.compareAndSet(false, true)) {
                victim.kill();
            }
        });
        changeEverybodyAndHire();
        eventually().until(killed::get);
        stack.startWorkerInPlaceOf(victim);
    }

    private void stopTheBroker() {
        awaitAcceptedOf(this::changeEverybodyAndHire);
        Testbed.kafka().stop();
        try {
            var before = refused();
            changeEverybodyAndHire();
            eventually().until(() -> refused() > before);
        } finally {
            Testbed.kafka().startAgain();
        }
    }

    private void stopPostgres() {
        awaitAcceptedOf(this::changeEverybodyAndHire);
        Testbed.postgres().stop();
        try {
            awaitAcceptedOf(this::changeEverybodyAndHire);
        } finally {
            Testbed.postgres().startAgain();
        }
    }

    /** Its snapshots mix with the live changes. */
    private void killTheManagerInTheMiddleOfAWalk() {
        stack.awaitAllReady();
        tenant.deltaPageSize(10);
        tenant.latency(Duration.ofMillis(100));
        var run = administrator.begin(integration);
        eventually()
                .until(() -> administrator.get("/runs/" + run).path("walked").asLong() > 0);
        stack.manager().kill();
        changeEverybodyAndHire();
        stack.startManagerAgain();
        administrator.awaitEnd(run);
        tenant.latency(Duration.ZERO);
    }

    private void changeEverybodyAndHire() {
        burst++;
        everybody.replaceAll(person -> tenant.change(
                person.id(),
                p -> p.withJobTitle("Title " + burst).withAccountEnabled(burst % 2 == 0 || !comesAndGoes(person))));
        hire(5);
    }

    /** Leaves and comes back with each burst; alone, so that the brake has nothing to say. */
    private boolean comesAndGoes(Person person) {
        return person.id().equals(everybody.getFirst().id());
    }

    private void hire(int count) {
        for (int i = 0; i < count; i++) {
            var number = everybody.size() + 1;
            everybody.add(tenant.add(Person.of(
                    "Ada" + number, "Lovelace", "ada" + number + "@" + tenant.tenantId() + ".example", "Title 0")));
        }
    }

    /** Some notifications of the burst were taken: it is on its way. */
    private void awaitAcceptedOf(Runnable burst) {
        var before = accepted();
        burst.run();
        eventually().until(() -> accepted() > before);
    }

    private long accepted() {
        return tenant.deliveries().stream().filter(Delivery::accepted).count();
    }

    private long refused() {
        return tenant.deliveries().stream()
                .filter(delivery -> !delivery.accepted())
                .count();
    }

    private void zenQmsIsAsTheDirectorySays() {
        for (var person : tenant.people()) {
            // Two users with one external id would end this with an exception.
            assertThat(account.byExternalId(person.id())).get().satisfies(user -> {
                assertThat(user.title()).isEqualTo(person.jobTitle());
                assertThat(user.active()).isEqualTo(person.accountEnabled());
            });
        }
        assertThat(account.users()).extracting(ZenUser::email).doesNotHaveDuplicates();
    }

    private long people(String where) {
        return Rows.count(
                "select count(distinct subject_id) from subscription_manager.outcome where integration_id = ? and "
                        + where,
                integration);
    }

    private long waiting() {
        return Rows.count("select count(*) from user_sync.work_row where integration_id = ?", integration);
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(120)).pollInterval(Duration.ofMillis(100));
    }
}
