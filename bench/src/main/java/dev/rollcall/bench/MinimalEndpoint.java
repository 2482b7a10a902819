package dev.rollcall.bench;

import java.util.List;
import java.util.Map;

import io.vertx.core.Vertx;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The least that an endpoint can do without losing anything: {@code /raw} appends the body as it came and answers when the
 * broker has acknowledged it; {@code /bare} only answers. Neither looks at what it gets.
 */
final class MinimalEndpoint {

    static final String TOPIC = "bench.raw";

    private MinimalEndpoint() {}

    public static void main(String[] arguments) throws Exception {
        try (var admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, arguments[1]))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 6, (short) 1))).all().get();
        }
        var producer = new KafkaProducer<>(
                Map.<String, Object>of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        arguments[1],
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.LINGER_MS_CONFIG,
                        0),
                new StringSerializer(),
                new ByteArraySerializer());
        Vertx.vertx()
                .createHttpServer()
                .requestHandler(request -> request.bodyHandler(body -> {
                    if (request.path().equals("/bare")) {
                        request.response().setStatusCode(202).end();
                        return;
                    }
                    producer.send(
                            new ProducerRecord<>(TOPIC, body.getBytes()),
                            (metadata, problem) -> request.response()
                                    .setStatusCode(problem == null ? 202 : 503)
                                    .end());
                }))
                .listen(Integer.parseInt(arguments[0]), "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        System.out.println("ready");
    }
}
