package dev.rollcall.manager;

import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

import javax.sql.DataSource;

import dev.rollcall.model.OutcomeKind;
import dev.rollcall.model.SubjectId;
import dev.rollcall.sandbox.EntraTenant;
import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.sandbox.SandboxOptions;

import org.awaitility.core.ConditionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The world around the application for a test class: a sandbox on the same clock, and somebody in the workers' place. */
final class Stage implements AutoCloseable {

    private final String apiKey = "zenqms-key-" + UUID.randomUUID();
    final Sandbox sandbox =
            Sandbox.start(SandboxOptions.defaults().withClock(TestClock::now).withSeed(11));
    final Workers workers = new Workers();

    Stage() {
        sandbox.account(apiKey);
    }

    @Override
    public void close() {
        workers.close();
        sandbox.close();
    }

    EntraTenant tenant(int people) {
        var tenant = sandbox.tenant(UUID.randomUUID().toString());
        tenant.populate(people, 42);
        return tenant;
    }

    String create(ManagerApi api, EntraTenant tenant) {
        return api.create(sandbox.uri(), tenant, apiKey);
    }

    /** An integration whose first synchronisation is over; its id. */
    String active(ManagerApi api, EntraTenant tenant) {
        var integration = create(api, tenant);
        finish(api, integration, api.activate(integration));
        return integration;
    }

    /** Workers report on everybody. */
    void finish(ManagerApi api, String integration, String run) {
        eventually().until(() -> api.run(run).getBoolean("walkClosed"));
        var sequence = System.nanoTime();
        for (var open = pending(api, run); !open.isEmpty(); open = pending(api, run)) {
            workers.report(open.stream()
                    .map(p -> workers.outcome(integration, run, new SubjectId(p), sequence, OutcomeKind.UNCHANGED))
                    .toList());
            var first = open.getFirst();
            eventually().until(() -> !pending(api, run).contains(first));
        }
        eventually()
                .untilAsserted(() -> assertThat(api.run(run).getString("state")).isEqualTo("SUCCEEDED"));
    }

    private static java.util.List<String> pending(ManagerApi api, String run) {
        return api.get("/runs/" + run + "/entries?kind=PENDING&limit=1000")
                .extract()
                .jsonPath()
                .getList("items.subjectId");
    }

    static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(200));
    }

    static long count(DataSource dataSource, String sql) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    static void execute(DataSource dataSource, String sql) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
