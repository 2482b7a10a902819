package dev.rollcall.endtoend;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import dev.rollcall.sandbox.DeliveryFaults;
import dev.rollcall.sandbox.EntraTenant;
import dev.rollcall.sandbox.Person;
import dev.rollcall.sandbox.ZenQmsAccount;
import dev.rollcall.sandbox.ZenUser;
import dev.rollcall.testbed.ServiceProcess;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.core.ConditionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The life of one integration, good days and bad ones, with marked secrets and marked people. */
final class MarkedStory {

    private final WholeStack stack;
    private final Wire wire;
    private final Search search;
    private final Administrator administrator;
    private final MarkedSecrets secrets;
    private final MarkedPeople people = new MarkedPeople();
    private final EntraTenant tenant;
    private final ZenQmsAccount account;
    private final MisdirectedCalls misdirected;
    private String integration;
    private Person ada;
    private Person bob;

    MarkedStory(WholeStack stack, Wire wire, Search search) {
        this.stack = stack;
        this.wire = wire;
        this.search = search;
        this.administrator = new Administrator(stack, wire);
        this.secrets = new MarkedSecrets(stack);
        this.tenant = stack.sandbox().tenant(UUID.randomUUID().toString());
        this.tenant.register(tenant.clientId(), secrets.clientSecret());
        this.account = stack.sandbox().account(secrets.apiKey());
        this.misdirected = new MisdirectedCalls(stack, wire, administrator, people);
    }

    void play() {
        hire();
        misdirected.beforeThereIsAnIntegration(administrator.request(tenant, account));
        testedBeforeItIsSaved();
        integration = administrator.create(tenant, account);
        testedAgainstEchoes();
        firstSync();
        var failing = startsThatFail();
        preview();
        liveChangesAgainstEchoes();
        refusedAccess();
        databaseRefuses();
        misdirected.whileItIsActive(integration, administrator.request(tenant, account));
        aNoticeThatWaits();
        administrator.get("/integrations/" + integration + "/outcomes?limit=1000");
        administrator.get("/runs/live-" + integration + "/entries");
        eventually().until(() -> failing.stream().noneMatch(ServiceProcess::isAlive));
        search.alsoFor(secrets.soFar());
        search.alsoFor(people.soFar());
    }

    private void hire() {
        ada = tenant.add(people.somebody());
        bob = tenant.add(people.somebody());
        account.seed(people.enteredByHand(bob));
        var twin = tenant.add(people.somebody());
        tenant.add(people.withMail(twin.mail()));
        tenant.add(people.somebody().withMail(null));
    }

    private void testedBeforeItIsSaved() {
        assertThat(administrator.testConnections(administrator.request(tenant, account)))
                .doesNotContainValue("FAILED")
                .containsEntry("endpoint.handshake", "OK");
    }

    /** A connection test reads what others answer and tells of it: of an echo it must tell nothing. */
    private void testedAgainstEchoes() {
        var mirror = stack.mirror();
        mirror.echoNext("POST", "/v1.0/subscriptions", 400);
        mirror.echoNext("POST", "/v2/users/search", 403);
        assertThat(administrator.testConnections(integration))
                .containsEntry("endpoint.handshake", "FAILED")
                .containsEntry("zenqms.read-users", "FAILED");
        mirror.echoNextAsPage("GET", "/v1.0/users", 503);
        mirror.echoNextAsPage("POST", "/v2/users/search", 200);
        assertThat(administrator.testConnections(integration))
                .containsEntry("directory.graph", "FAILED")
                .containsEntry("zenqms.host", "FAILED");
        mirror.echoNext("POST", ".*/token", 400);
        administrator.testConnections(integration);
        assertThat(mirror.isSpent()).isTrue();
        assertThat(administrator.testConnections(integration)).doesNotContainValue("FAILED");
    }

    /** Activated three times: refused with an echo of the secret, delayed by one, and then with all that lies around meanwhile. */
    private void firstSync() {
        var mirror = stack.mirror();
        mirror.echoNext("POST", ".*/token", 400);
        assertThat(administrator
                        .awaitEnd(administrator.activate(integration))
                        .path("state")
                        .asText())
                .isEqualTo("FAILED");
        mirror.echoNextAsPage("POST", ".*/token", 500);
        mirror.echoNext("POST", "/v1.0/subscriptions", 400);
        mirror.echoNextAsPage("GET", "/v1.0/users/delta", 503);
        // While a create is under way its mail is reserved, and the others' snapshots wait.
        account.beforeResponse(call -> {
            if (call.operation().equals("POST /v2/users")) {
                searchTables();
            }
        });
        String run;
        try (var worker = RefusingTable.of("user_sync.outbox", "delete");
                var manager = RefusingTable.of("subscription_manager.outbox", "delete")) {
            run = whileRefusing("user_sync.zenqms_index", () -> administrator.activate(integration));
            eventually()
                    .until(() ->
                            Rows.count("select count(*) from user_sync.outbox where topic = 'rollcall.sync.outcomes'")
                                    >= 4);
            searchTables();
        }
        administrator.awaitEnd(run);
        account.beforeResponse(null);
        assertThat(mirror.isSpent()).isTrue();
        assertThat(account.byExternalId(ada.id())).isPresent();
    }

    /** Of a change that no notification told. */
    private void preview() {
        tenant.delivery(DeliveryFaults.none().withLose(1.0));
        var shown = new AtomicReference<String>();
        // The first sync's batch was published twice: the second one may come this late, and make the change itself.
        eventually().until(() -> {
            change(bob, people.title());
            var run = administrator.preview(integration);
            administrator.awaitEnd(run);
            shown.set(run);
            return administrator
                    .get("/runs/" + run + "/entries")
                    .findValuesAsText("kind")
                    .contains("UPDATED");
        });
        var run = shown.get();
        administrator.get("/runs/" + run + "/entries.json");
        assertThat(administrator.send("GET", "/runs/" + run + "/entries.csv", null))
                .isEqualTo(200);
        tenant.delivery(DeliveryFaults.none());
        tenant.notifyAgain(bob.id());
    }

    /** Each time somebody changes, another call about them fails, and says in its answer what was sent. */
    private void liveChangesAgainstEchoes() {
        var mirror = stack.mirror();
        mirror.echoNext("POST", "/v1.0/\\$batch", 500);
        mirror.echoNext("PATCH", "/v2/users/.*", 500);
        mirror.echoNextAsPage("PATCH", "/v2/users/.*", 503);
        changeAndAwait(ada);
        mirror.echoNextAsPage("POST", "/v2/users/search", 200);
        mirror.echoNext("POST", "/v2/users/search", 409);
        var newcomer = tenant.add(people.somebody());
        eventually().until(() -> account.byExternalId(newcomer.id()).isPresent());
        mirror.echoNext("POST", "/v2/users", 422);
        awaitOutcome(tenant.add(people.somebody()), "FAILED");
        mirror.echoNext("POST", "/v2/users", 409);
        awaitOutcome(tenant.add(people.somebody()), "SKIPPED");
        mirror.echoNext("PATCH", "/v2/users/.*", 404);
        awaitOutcome(change(ada, people.title()), "FAILED");
        tenant.change(ada.id(), p -> p.withAccountEnabled(false));
        eventually()
                .until(() -> account.byExternalId(ada.id()).map(ZenUser::active).equals(Optional.of(false)));
        tenant.change(ada.id(), p -> p.withAccountEnabled(true));
        eventually()
                .until(() -> account.byExternalId(ada.id()).map(ZenUser::active).equals(Optional.of(true)));
        assertThat(mirror.isSpent()).isTrue();
    }

    /** A token, then a key is refused: the manager renews. Then it cannot, until the secret is replaced. */
    private void refusedAccess() {
        var mirror = stack.mirror();
        mirror.echoNext("POST", "/v1.0/\\$batch", 401);
        changeAndAwait(ada);
        giveAccessAnew(secrets.clientSecret());
        mirror.echoNext("PATCH", "/v2/users/.*", 401);
        changeAndAwait(ada);
        giveAccessAnew(secrets.clientSecret());
        mirror.echoNext("POST", ".*/token", 401);
        mirror.echoNext("PATCH", "/v2/users/.*", 403);
        change(ada, people.title());
        eventually().until(() -> view().path("state").asText().equals("NEEDS_AUTHORIZATION"));
        tenant.register(tenant.clientId(), secrets.replacedClientSecret());
        giveAccessAnew(secrets.replacedClientSecret());
        administrator.awaitEnd(administrator.activate(integration));
        changeAndAwait(ada);
        assertThat(mirror.isSpent()).isTrue();
    }

    /** So that the next refusal is the first one of its kind. */
    private void giveAccessAnew(String clientSecret) {
        var version = view().path("directory").path("accessVersion").asLong();
        administrator.patch("/integrations/" + integration, Map.of("directory", Map.of("clientSecret", clientSecret)));
        eventually().until(() -> view().path("directory").path("accessVersion").asLong() > version);
    }

    private JsonNode view() {
        return administrator.get("/integrations/" + integration);
    }

    /** The database refuses rows, and quotes them, in the middle of each kind of work. */
    private void databaseRefuses() {
        var run = whileRefusing("user_sync.work_row", () -> administrator.preview(integration));
        administrator.awaitEnd(run);
        run = whileRefusing("subscription_manager.outbox", () -> administrator.preview(integration));
        administrator.awaitEnd(run);
        whileRefusing("user_sync.ledger", () -> change(ada, people.title()));
        whileRefusing("subscription_manager.outcome", () -> change(bob, people.title()));
        changeAndAwait(ada);
        changeAndAwait(bob);
    }

    /** What waits meanwhile is searched as well. */
    private <T> T whileRefusing(String table, Supplier<T> work) {
        try (var refusing = RefusingTable.of(table, "insert")) {
            var result = work.get();
            eventually().until(refusing::hasRefused);
            searchTables();
            return result;
        }
    }

    private void aNoticeThatWaits() {
        administrator.send("POST", "/integrations/" + integration + "/pause", null);
        change(bob, people.title());
        eventually().until(() -> waiting() > 0);
        searchTables();
        administrator.send("POST", "/integrations/" + integration + "/resume", null);
        eventually().until(() -> waiting() == 0);
    }

    private long waiting() {
        return Rows.count("select count(*) from user_sync.work_row where integration_id = ?", integration);
    }

    /** With keysets that were cut off when they were copied: said, but not shown. They end while the story goes on. */
    private List<ServiceProcess> startsThatFail() {
        var secretsKeyset = stack.keys().secretsKeyset();
        var cut = secretsKeyset.substring(0, secretsKeyset.length() - 20);
        return List.of(
                stack.start(
                        stack.managerCommand("manager-with-a-cut-keyset").env("ROLLCALL_MANAGER_SECRETS_KEYSET", cut)),
                stack.start(stack.workerCommand("user-sync-with-a-cut-keyset")
                        .env(
                                "ROLLCALL_ACCESS_KEYSET",
                                stack.keys().accessKeyset().replace("}", ""))));
    }

    private Person changeAndAwait(Person person) {
        var title = change(person, people.title()).jobTitle();
        eventually()
                .until(() ->
                        account.byExternalId(person.id()).map(ZenUser::title).equals(Optional.of(title)));
        return person;
    }

    private Person change(Person person, String title) {
        return tenant.change(person.id(), p -> p.withJobTitle(title));
    }

    private void awaitOutcome(Person person, String kind) {
        eventually()
                .until(() -> administrator
                        .get("/integrations/" + integration + "/outcomes?subject=" + person.id())
                        .path("items")
                        .findValuesAsText("kind")
                        .contains(kind));
    }

    private void searchTables() {
        search.alsoFor(secrets.soFar());
        search.alsoFor(people.soFar());
        SearchedPlaces.tables(search);
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(50));
    }
}
