package dev.rollcall.endtoend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import dev.rollcall.sandbox.DeliveryFaults;
import dev.rollcall.sandbox.EntraTenant;
import dev.rollcall.sandbox.Person;
import dev.rollcall.sandbox.ZenQmsAccount;
import dev.rollcall.sandbox.ZenUser;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

/** Whatever happens to notifications, ZenQMS agrees with the directory after one sweep; and integrations that pause and go. */
class NeverMissIT {

    private static final int MANY = 600;

    private final WholeStack stack = WholeStack.shared();
    private final EntraTenant tenant = stack.sandbox().tenant(UUID.randomUUID().toString());
    private final ZenQmsAccount account =
            stack.sandbox().account(UUID.randomUUID().toString());
    private final Wire wire = new Wire(stack);
    private final Administrator administrator = new Administrator(stack, wire);
    private final List<Person> everybody = new ArrayList<>();
    private String integration;

    @BeforeEach
    void everybodyIsThere() {
        stack.awaitAllReady();
    }

    @AfterEach
    void rest() {
        account.beforeResponse(null);
        administrator.send("POST", "/integrations/" + integration + "/pause", null);
        tenant.dropSubscriptions();
        wire.close();
    }

    @Test
    void promise1_promise10_whatLostNotificationsToldIsFoundByOneSweepAndTheLossIsKnown() {
        // Given
        hire(MANY);
        activate();
        tenant.delivery(DeliveryFaults.none().withLose(0.3).withCopies(2).withShuffle(true));

        // When
        change(MANY, person -> person.withJobTitle("Changed"));
        eventually().until(() -> tenant.deliveries().size() >= MANY);
        eventually().until(() -> notChanged() <= lost());
        assertThat(notChanged()).isPositive();
        sweep();

        // Then
        eventually().until(() -> notChanged() == 0);
        var share = 100.0 * lost() / MANY;
        assertThat(share).isBetween(25.0, 35.0);
        eventually()
                .untilAsserted(() -> assertThat(100
                                * view().path("sweep")
                                        .path("provisionalLossRate")
                                        .asDouble())
                        .isCloseTo(share, within(5.0)));
        assertThat(account.writesWithoutDifference()).isEmpty();
    }

    @Test
    void promise10_whatHappensDuringAPauseIsDoneAfterItAndNothingBefore() {
        // Given
        hire(200);
        activate();
        administrator.send("POST", "/integrations/" + integration + "/pause", null);
        tenant.delivery(DeliveryFaults.none().withLose(0.5));
        await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
        var before = account.calls().size();

        // When
        change(200, person -> person.withJobTitle("Changed"));
        eventually().until(() -> waiting() >= 200 - lost());

        // Then
        assertThat(account.calls()).hasSize(before);
        assertThat(tenant.openSubscriptions()).isEqualTo(2);
        assertThat(administrator.send("POST", "/integrations/" + integration + "/resume", null))
                .isEqualTo(200);
        eventually().until(() -> notChanged() == 0);
    }

    @Test
    void promise8_removalClearsWhatWeSetAndNothingElseHoweverOftenItIsKilled() {
        // Given
        hire(60);
        for (var person : everybody.subList(0, 10)) {
            account.seed(user(person).withExternalId(person.id()));
        }
        account.seed(user(everybody.get(10)));
        activate();
        var before = byId();
        var cleared = new AtomicInteger();
        var kills = new AtomicInteger();
        account.latency(Duration.ofMillis(100));
        account.beforeResponse(call -> {
            if (call.operation().equals("PATCH /v2/users/{id}") && cleared.incrementAndGet() % 12 == 0) {
                kills.incrementAndGet();
            }
        });

        // When
        var run = administrator.remove(integration);
        for (int i = 1; i <= 3; i++) {
            var kill = i;
            eventually().until(() -> kills.get() >= kill);
            killAWorker();
        }
        administrator.awaitEnd(run);

        // Then
        assertThat(view().path("state").asText()).isEqualTo("REMOVED");
        assertThat(tenant.openSubscriptions()).isZero();
        var others = everybody.subList(0, 10).stream().map(Person::id).toList();
        byId().forEach((id, user) -> {
            var was = before.get(id);
            assertThat(user).isEqualTo(others.contains(was.externalId()) ? was : was.withExternalId(null));
        });
        assertThat(account.writesWithoutDifference()).isEmpty();
        // A later deployment links them again.
        account.beforeResponse(null);
        account.latency(Duration.ZERO);
        stack.awaitAllReady();
        activate();
        assertThat(account.users()).hasSize(60);
        assertThat(everybody)
                .allSatisfy(
                        person -> assertThat(account.byExternalId(person.id())).isPresent());
    }

    @Test
    void theBrakeHoldsMostOfAMistakeAndAnAdministratorDecidesAboutThem() {
        // Given
        hire(100);
        activate();
        change(40, person -> person.withAccountEnabled(false));

        // When
        eventually().until(() -> held().size() == 35);

        // Then
        assertThat(inactive()).isEqualTo(5);
        change(1, person -> person.withJobTitle("Unrelated"));
        hire(1);
        eventually().until(() -> account.byExternalId(everybody.getLast().id()).isPresent());
        var released = held().get(0);
        var rejected = held().get(1);
        assertThat(decide("release", released)).isEqualTo(202);
        assertThat(decide("reject", rejected)).isEqualTo(202);
        eventually().until(() -> inactive() == 6 && held().size() == 33);
        assertThat(account.byExternalId(released)).get().matches(user -> !user.active());
        assertThat(account.byExternalId(rejected)).get().matches(ZenUser::active);
        // Neither a notice nor a run brings it back.
        tenant.notifyAgain(rejected);
        administrator.awaitEnd(administrator.begin(integration));
        assertThat(inactive()).isEqualTo(6);
    }

    private int decide(String what, String person) {
        return administrator.send(
                "POST",
                "/integrations/" + integration + "/held/" + what,
                Administrator.json(Map.of("people", List.of(person))));
    }

    private List<String> held() {
        return administrator
                .get("/integrations/" + integration + "/held?limit=1000")
                .path("items")
                .findValuesAsText("subjectId");
    }

    private long inactive() {
        return account.users().stream().filter(user -> !user.active()).count();
    }

    private void killAWorker() {
        var victim = stack.workers().getFirst();
        victim.kill();
        stack.startWorkerInPlaceOf(victim);
    }

    private void activate() {
        integration = administrator.create(tenant, account);
        administrator.awaitEnd(administrator.activate(integration));
        assertThat(account.users()).hasSizeGreaterThanOrEqualTo(everybody.size());
    }

    private void sweep() {
        assertThat(administrator.send("POST", "/integrations/" + integration + "/sweep", null))
                .isEqualTo(202);
    }

    private void change(int count, UnaryOperator<Person> how) {
        for (int i = 0; i < count; i++) {
            var person = everybody.get(i);
            everybody.set(i, tenant.change(person.id(), how));
        }
    }

    private void hire(int count) {
        for (int i = 0; i < count; i++) {
            var number = everybody.size() + 1;
            everybody.add(tenant.add(Person.of(
                    "Ada" + number, "Lovelace", "ada" + number + "@" + tenant.tenantId() + ".example", "Title")));
        }
    }

    private static ZenUser user(Person person) {
        return ZenUser.of(person.mail(), person.givenName(), person.surname(), person.jobTitle());
    }

    private Map<String, ZenUser> byId() {
        var byId = new HashMap<String, ZenUser>();
        account.users().forEach(user -> byId.put(user.id(), user));
        return byId;
    }

    private long lost() {
        return tenant.deliveries().stream()
                .filter(delivery -> delivery.status() == -1)
                .mapToLong(delivery -> delivery.resources().size())
                .sum();
    }

    private long notChanged() {
        return account.users().stream()
                .filter(user -> !"Changed".equals(user.title()))
                .count();
    }

    private long waiting() {
        return Rows.count("select count(*) from user_sync.work_row where integration_id = ?", integration);
    }

    private JsonNode view() {
        return administrator.get("/integrations/" + integration);
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(120)).pollInterval(Duration.ofMillis(200));
    }
}
