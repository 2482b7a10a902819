package dev.rollcall.usersync;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;

import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import dev.rollcall.access.AccessSeal;
import dev.rollcall.access.KeysetSource;
import dev.rollcall.outbox.MessageJson;
import dev.rollcall.outbox.Outbox;
import dev.rollcall.outbox.OutboxRelay;
import dev.rollcall.outbox.ProducerSettings;
import dev.rollcall.outbox.RelayOptions;
import dev.rollcall.usersync.reconcile.SideBySide;
import dev.rollcall.usersync.telemetry.Measures;
import dev.rollcall.usersync.work.Ticker;
import dev.rollcall.zenqms.budget.Budgets;
import dev.rollcall.zenqms.budget.SharedBudgets;

import io.quarkus.runtime.Startup;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.java11.instrument.binder.jdk.MicrometerHttpClient;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.instrumentation.javahttpclient.JavaHttpClientTelemetry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.postgres.PostgresPlugin;

/** The libraries' objects, made with this service's settings. */
class Wiring {

    private static final String ACCESS_KEYSET = "rollcall.access-keyset";

    @Produces
    @Singleton
    Jdbi jdbi(AgroalDataSource dataSource) {
        var jdbi = Jdbi.create(dataSource).installPlugin(new PostgresPlugin());
        // By default an exception shows the statement's arguments, which are people's names and mails.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(StatementExceptions.MessageRendering.NONE);
        return jdbi;
    }

    /** Shared: HTTP/1.1, no upgrade dance on plain connections. A token goes to its own host only, so no redirects. */
    @Produces
    @Singleton
    HttpClient http(MeterRegistry registry, OpenTelemetry telemetry) {
        var http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        var measured = MicrometerHttpClient.instrumentationBuilder(http, registry)
                .uriMapper(Measures::pattern)
                .build();
        return JavaHttpClientTelemetry.create(telemetry).newHttpClient(measured);
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Ticker ticker() {
        return System::nanoTime;
    }

    /** Virtual threads: the pace and the places at ZenQMS bound what really runs. */
    @Produces
    @Singleton
    SideBySide sideBySide() {
        return Executors::newVirtualThreadPerTaskExecutor;
    }

    @Produces
    @Singleton
    Budgets budgets(AgroalDataSource dataSource, Jdbi jdbi, UserSyncConfig config) {
        return new SharedBudgets(dataSource, jdbi, config.firstPace());
    }

    @Produces
    @Singleton
    MessageJson json() {
        return MessageJson.create();
    }

    @Produces
    @Singleton
    Outbox outbox(MessageJson json) {
        return new Outbox(json, "/rollcall/user-sync-service");
    }

    /** Made at the start: a service that can't open access says so at once, not at the first notice. */
    @Produces
    @Singleton
    @Startup
    AccessSeal seal(@ConfigProperty(name = ACCESS_KEYSET, defaultValue = " ") String keyset) {
        return AccessSeal.from(
                keyset.isBlank() || keyset.strip().startsWith("{")
                        ? KeysetSource.text(ACCESS_KEYSET, keyset)
                        : KeysetSource.file(ACCESS_KEYSET, Path.of(keyset.strip())));
    }

    @Produces
    @Singleton
    @Startup
    OutboxRelay relay(
            AgroalDataSource dataSource, @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        var producer = new KafkaProducer<>(
                ProducerSettings.reliable(bootstrapServers), new StringSerializer(), new ByteArraySerializer());
        var relay = new OutboxRelay(dataSource, producer, RelayOptions.DEFAULT);
        relay.start();
        return relay;
    }

    void stop(@Disposes OutboxRelay relay) {
        relay.close();
    }
}
