package dev.rollcall.zenqms.budget;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import dev.rollcall.model.IntegrationId;
import dev.rollcall.testbed.ServiceDatabase;
import dev.rollcall.testbed.Testbed;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.github.bucket4j.TimeMeter;
import org.jdbi.v3.core.Jdbi;

/** The budget's tables in a real PostgreSQL. The buckets' time passes only when a test says so: a busy machine refills none. */
public final class BudgetTables {

    private static final Passing TIME = new Passing();
    private static final ServiceDatabase DATABASE = Testbed.postgres().database("zenqms_budget_test");
    private static final AgroalDataSource POOL = pool();
    private static final Jdbi JDBI = Jdbi.create(POOL);

    static {
        try (var ddl = BudgetTables.class.getResourceAsStream("/zenqms/budget.sql")) {
            var script = new String(ddl.readAllBytes(), StandardCharsets.UTF_8);
            JDBI.useHandle(handle -> handle.createScript(script).execute());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BudgetTables() {}

    private static AgroalDataSource pool() {
        try {
            return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                    .connectionPoolConfiguration(pool -> pool.maxSize(16)
                            .connectionFactoryConfiguration(factory -> factory.jdbcUrl(DATABASE.jdbcUrl())
                                    .principal(new NamePrincipal(DATABASE.username()))
                                    .credential(new SimplePassword(DATABASE.password())))));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static Jdbi jdbi() {
        return JDBI;
    }

    /** What one replica makes at its start. */
    static SharedBudgets replica(double begin) {
        return new SharedBudgets(POOL, JDBI, begin, TIME);
    }

    public static Budget ofNewIntegration(Ceiling ceiling) {
        return replica(ceiling.requestsPerSecond()).of(newIntegration(), ceiling);
    }

    static IntegrationId newIntegration() {
        return new IntegrationId(UUID.randomUUID().toString());
    }

    public static void pass(Duration time) {
        TIME.nanos.addAndGet(time.toNanos());
    }

    private static final class Passing implements TimeMeter {
        private final AtomicLong nanos = new AtomicLong(Duration.ofDays(365).toNanos());

        @Override
        public long currentTimeNanos() {
            return nanos.get();
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
