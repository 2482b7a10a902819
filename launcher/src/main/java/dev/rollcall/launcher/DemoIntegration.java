package dev.rollcall.launcher;

import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;

/** The sandbox's directory paired with the sandbox's ZenQMS, through the manager's own API as an administrator would. */
public final class DemoIntegration {

    public static final String TENANT = "0e4b1b1e-0000-4000-8000-00000000c0de";
    public static final String ACCOUNT = "sandbox-api-key";
    private static final String NAME = "Demo";
    private static final Duration SYNC_WITHIN = Duration.ofMinutes(10);

    private final LaunchOptions options;
    private final String tenant;
    private final String account;
    private final long seed;
    private final Map<String, ?> settings;
    private final JsonApi manager;
    private final JsonApi sandbox;
    private String id;
    private String runId;

    DemoIntegration(LaunchOptions options, Secrets secrets) {
        // The sandbox has no rate limit of its own; a real account keeps the default.
        this(options, secrets, company(options), Map.of("zenQmsRequestsPerSecond", 500, "zenQmsConcurrency", 8));
    }

    /**
     * An integration of the sandbox.
     *
     * @param settings of the integration, in the words of the manager's API
     */
    DemoIntegration(LaunchOptions options, Secrets secrets, SandboxCompany company, Map<String, ?> settings) {
        this.options = options;
        this.tenant = company.tenant();
        this.account = company.account();
        this.seed = company.seed();
        this.settings = settings;
        this.manager = new JsonApi(Lineup.local(options.managerPort, "/"), secrets.apiToken());
        this.sandbox = new JsonApi(Lineup.local(options.sandboxPort, "/"), null);
    }

    /** The one that {@code up} shows. */
    static SandboxCompany company(LaunchOptions options) {
        return new SandboxCompany(TENANT, ACCOUNT, options.seed);
    }

    JsonApi manager() {
        return manager;
    }

    JsonApi sandbox() {
        return sandbox;
    }

    String id() {
        return id;
    }

    /** Fills the sandbox, if it is not filled yet; gives the app registration. */
    public JsonNode populate() {
        var app = sandbox.put(
                "/sandbox/tenants/" + tenant,
                Map.of(
                        "clientId",
                        "demo-client",
                        "clientSecret",
                        "demo-secret",
                        "people",
                        options.people,
                        "seed",
                        seed));
        sandbox.put(
                "/sandbox/accounts/" + account,
                Map.of("existingFrom", tenant, "existing", Math.min(50, options.people / 10)));
        return app;
    }

    /** Fills the sandbox, creates the integration and activates it. The sandbox forgets at its end, so each start is new. */
    public void activate() {
        var app = populate();
        var base = Lineup.local(options.sandboxPort, "");
        var created = manager.post(
                "/api/v1/integrations",
                Map.of(
                        "name",
                        NAME + " " + Instant.now(),
                        "directory",
                        Map.of(
                                "kind",
                                "entra",
                                "authorizeUrl",
                                base + "/" + tenant + "/oauth2/v2.0/authorize",
                                "tokenUrl",
                                base + "/" + tenant + "/oauth2/v2.0/token",
                                "clientId",
                                app.path("clientId").asText(),
                                "clientSecret",
                                app.path("clientSecret").asText(),
                                "graphUrl",
                                base.toString()),
                        "zenqms",
                        Map.of("baseUrl", base.toString(), "apiKey", account),
                        "settings",
                        settings));
        id = created.path("id").asText();
        runId = manager.post("/api/v1/integrations/" + id + "/activate", Map.of())
                .path("runId")
                .asText();
    }

    /** Reads everybody again. */
    public void runAgain() {
        runId = manager.post("/api/v1/integrations/" + id + "/runs", Map.of("mode", "apply"))
                .path("runId")
                .asText();
    }

    /** Has the directory asked for what changed, announced or not. */
    void sweep() {
        manager.post("/api/v1/integrations/" + id + "/sweep", Map.of());
    }

    /** The integration as the manager tells it. */
    JsonNode view() {
        return manager.get("/api/v1/integrations/" + id);
    }

    /** Shows the first sync's progress, and at its end what it came to. */
    JsonNode awaitRun(PrintStream out) {
        var began = Instant.now();
        var progress = Progress.here(out);
        while (true) {
            var run = run();
            var line = progress(run);
            progress.show(line);
            if (run.hasNonNull("ended")) {
                progress.end();
                out.println("First sync " + state(run) + " after "
                        + Duration.between(began, Instant.now()).toSeconds() + " s: " + counts(run));
                return run;
            }
            if (Instant.now().isAfter(began.plus(SYNC_WITHIN))) {
                progress.end();
                throw new LaunchFailure(
                        "The first sync did not end within " + SYNC_WITHIN.toMinutes() + " minutes: " + line);
            }
            pause(1000);
        }
    }

    private static String progress(JsonNode run) {
        var problem = run.path("problem").asText("");
        return "  first sync: " + run.path("state").asText() + " "
                + run.path("done").asLong() + " / " + run.path("total").asLong() + " people"
                + (problem.isEmpty() || problem.equals("null") ? "" : " - " + problem);
    }

    /** The first sync as the manager tells it. */
    public JsonNode run() {
        return manager.get("/api/v1/runs/" + runId);
    }

    static String state(JsonNode run) {
        return run.path("state").asText().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    public static String counts(JsonNode run) {
        var counts = new TreeMap<String, Long>();
        run.path("counts")
                .properties()
                .forEach(entry -> counts.put(
                        entry.getKey().toLowerCase(Locale.ROOT),
                        entry.getValue().asLong()));
        return String.valueOf(counts).replaceAll("[{}]", "").replace('=', ' ');
    }

    /** All outcomes of one person, newest first. */
    List<JsonNode> outcomes(String subject) {
        var all = new ArrayList<JsonNode>();
        manager.get("/api/v1/integrations/" + id + "/outcomes?limit=100&subject=" + subject)
                .path("items")
                .forEach(all::add);
        return all;
    }

    /** The position of the newest outcome: it grows with each. */
    long lastOutcome() {
        return manager.get("/api/v1/integrations/" + id + "/outcomes?limit=1")
                .at("/items/0/position")
                .asLong();
    }

    /** All outcomes of everybody, newest first. */
    List<JsonNode> outcomes() {
        var all = new ArrayList<JsonNode>();
        var next = "";
        while (next != null) {
            var page = manager.get("/api/v1/integrations/" + id + "/outcomes?limit=1000" + next);
            page.path("items").forEach(all::add);
            next = page.hasNonNull("next") ? "&after=" + page.path("next").asText() : null;
        }
        return all;
    }

    /** Sets what goes wrong between the directory and us, and shows all of it. */
    public JsonNode directoryFaults(Map<String, ?> set) {
        return sandbox.put("/sandbox/tenants/" + tenant + "/faults", set);
    }

    /** Sets what goes wrong with ZenQMS, and shows all of it. */
    public JsonNode zenQmsFaults(Map<String, ?> set) {
        return sandbox.put("/sandbox/accounts/" + account + "/faults", set);
    }

    /** Every attempt to deliver a notification, as far as one answer holds them, newest first. */
    JsonNode deliveries() {
        return sandbox.get("/sandbox/tenants/" + tenant + "/deliveries?limit=1000");
    }

    /** Everybody in the directory, the soft-deleted too. */
    public List<JsonNode> people() {
        return all("/sandbox/tenants/" + tenant + "/people");
    }

    /** Everybody in ZenQMS. */
    List<JsonNode> zenQmsUsers() {
        return all("/sandbox/accounts/" + account + "/users");
    }

    public JsonNode report() {
        return sandbox.get("/sandbox/accounts/" + account + "/report");
    }

    private List<JsonNode> all(String path) {
        var all = new ArrayList<JsonNode>();
        while (true) {
            var page = sandbox.get(path + "?limit=1000&offset=" + all.size());
            page.path("data").forEach(all::add);
            if (page.path("data").isEmpty() || all.size() >= page.path("total").asInt()) {
                return all;
            }
        }
    }

    static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchFailure("Interrupted.", e);
        }
    }

    URI page() {
        return Lineup.local(options.sandboxPort, "/sandbox/");
    }
}
