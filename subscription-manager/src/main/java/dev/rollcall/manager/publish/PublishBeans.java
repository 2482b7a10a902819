package dev.rollcall.manager.publish;

import java.time.Duration;
import java.time.InstantSource;

import javax.sql.DataSource;

import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import dev.rollcall.outbox.MessageJson;
import dev.rollcall.outbox.Outbox;
import dev.rollcall.outbox.OutboxRelay;
import dev.rollcall.outbox.ProducerSettings;
import dev.rollcall.outbox.RelayOptions;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.transaction.CMTTransactionHandler;

/** Library objects as beans. */
final class PublishBeans {

    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }

    @Produces
    @Singleton
    MessageJson json() {
        return MessageJson.create();
    }

    /** Transactions belong to the container: Jdbi takes part in them and never ends one. */
    @Produces
    @Singleton
    Jdbi jdbi(DataSource dataSource) {
        var jdbi = Jdbi.create(dataSource);
        jdbi.setTransactionHandler(new CMTTransactionHandler());
        jdbi.getConfig(Handles.class).setForceEndTransactions(false);
        // By default an exception shows the statement's arguments, which are people's names and mails.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(StatementExceptions.MessageRendering.NONE);
        return jdbi;
    }

    @Produces
    @Singleton
    Outbox outbox(MessageJson json) {
        return new Outbox(json, "/rollcall/subscription-manager");
    }

    @Produces
    @Singleton
    Producer<String, byte[]> producer(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        return new KafkaProducer<>(ProducerSettings.reliable(bootstrapServers));
    }

    /** After the relay, which depends on it. */
    void close(@Disposes Producer<String, byte[]> producer) {
        producer.close(Duration.ofSeconds(5));
    }

    @Produces
    @Singleton
    OutboxRelay relay(DataSource dataSource, Producer<String, byte[]> producer) {
        return new OutboxRelay(dataSource, producer, RelayOptions.DEFAULT);
    }

    void close(@Disposes OutboxRelay relay) {
        relay.close();
    }
}
