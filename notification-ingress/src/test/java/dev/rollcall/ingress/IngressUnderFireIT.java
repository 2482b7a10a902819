package dev.rollcall.ingress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.IntegrationState;
import dev.rollcall.model.MessageType;
import dev.rollcall.model.Topics;
import dev.rollcall.outbox.MessageJson;
import dev.rollcall.testbed.ServiceCommand;
import dev.rollcall.testbed.ServiceProcess;
import dev.rollcall.testbed.Testbed;
import dev.rollcall.testbed.TopicReader;
import dev.rollcall.testbed.TopicWriter;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The packaged service in a process of its own: killed, started before its broker, and sent what nobody should send. */
class IngressUnderFireIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final IntegrationId integration = new IntegrationId("it-" + UUID.randomUUID());
    private final String key = "key-" + UUID.randomUUID();
    private ServiceProcess ingress;
    private DoorUnderTest door;

    @BeforeEach
    void anIntegrationIsOnRecord() {
        var settings = Contoso.settings(integration, 1, IntegrationState.ACTIVE, key, Contoso.CLIENT_STATE);
        try (var writer = new TopicWriter(Testbed.kafka().bootstrapServers())) {
            writer.send(
                    Topics.SETTINGS,
                    integration.value(),
                    MessageType.SETTINGS.ceType(),
                    new String(MessageJson.create().write(settings), StandardCharsets.UTF_8));
        }
    }

    @AfterEach
    void stop() {
        door.close();
        ingress.close();
    }

    @Test
    void promise1_whatWasAcknowledgedBeforeAKillIsOnTheTopicAndTheRestComesWhenSentAgain() {
        // Given
        start("ingress-killed");
        ingress.awaitReady(PATIENCE);
        var everybody = IntStream.range(0, 2_000)
                .mapToObj(i -> UUID.randomUUID().toString())
                .collect(Collectors.toCollection(ConcurrentLinkedQueue::new));
        var expected = Set.copyOf(everybody);
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) {
                senders.submit(() -> sendUntilTaken(everybody, acknowledged));
            }
            await().atMost(PATIENCE).until(() -> acknowledged.size() > 200);

            // When
            ingress.kill();
            var beforeTheKill = Set.copyOf(acknowledged);
            assertThat(peopleOnTheTopic()).containsAll(beforeTheKill);
            assertThat(beforeTheKill).hasSizeLessThan(expected.size());
            restart("ingress-after-the-kill");
        }

        // Then
        assertThat(acknowledged).isEqualTo(expected);
        assertThat(peopleOnTheTopic()).isEqualTo(expected);
    }

    @Test
    void promise1_promise10_takesNothingBeforeItKnowsAllSettings() {
        // Given
        Testbed.kafka().stop();
        int whileBlind;
        String sentence;
        String handshake;
        boolean ready;
        try {
            start("ingress-before-its-broker");
            await().atMost(PATIENCE).ignoreExceptions().until(() -> notifyOf("somebody") == 503);

            // When
            var answer = door.notify(key, Contoso.fixture("user-updated"));
            whileBlind = answer.statusCode();
            sentence = answer.body();
            handshake = door.post("/graph/" + key + "/notifications?validationToken=t0ken", BodyPublishers.noBody())
                    .body();
            ready = ingress.isReady();
        } finally {
            Testbed.kafka().startAgain();
        }

        // Then
        assertThat(whileBlind).isEqualTo(503);
        assertThat(sentence).isEqualTo(Rejected.NOT_READY.sentence());
        assertThat(handshake).isEqualTo("t0ken");
        assertThat(ready).isFalse();
        ingress.awaitReady(PATIENCE);
        assertThat(notifyOf("8f1ab2c3-0d4e-4f5a-9b6c-7d8e9f0a1b2c")).isEqualTo(202);
    }

    @Test
    void refusesWhatNobodyShouldSendWithoutGettingShortOfMemory() {
        // Given
        start("ingress-sent-nonsense");
        ingress.awaitReady(PATIENCE);
        var room = 4 * 1024 * 1024 - 100;
        var bodies = List.of(
                text("{\"value\":" + "[".repeat(room / 2) + "]".repeat(room / 2) + "}"),
                text("{\"value\":" + "{\"value\":".repeat(room / 9)),
                text("{\"value\":[" + "{},".repeat(room / 3) + "{}]}"),
                text("{\"value\":[" + "[],".repeat(room / 3) + "[]]}"),
                text("{\"value\":[{" + "\"a\":{},".repeat(room / 8) + "\"b\":1}],\"value\":1}"),
                text("{\"value\":" + "9".repeat(room) + "}"),
                text("{\"value\":1" + " ".repeat(room) + "}"),
                text("\"" + "\\u0000".repeat(room / 6) + "\""),
                new byte[room],
                new byte[] {
                    '{', '"', 'v', 'a', 'l', 'u', 'e', '"', ':', '[', '"', (byte) 0xC3, (byte) 0x28, '"', ']', '}'
                },
                new byte[] {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '[', ']', '}'},
                new byte[] {(byte) 0xFF, (byte) 0xFE, '{', 0, '}', 0});

        // When
        List<Integer> statuses;
        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<Integer>>();
            for (int round = 0; round < 2; round++) {
                bodies.forEach(body -> answers.add(senders.submit(() -> untilThereIsRoom(body))));
            }
            statuses = answers.stream().map(IngressUnderFireIT::joined).toList();
        }

        // Then
        assertThat(statuses).containsOnly(400, 413);
        assertThat(ingress.log()).doesNotContain("OutOfMemoryError", "\tat ");
        assertThat(notifyOf("8f1ab2c3-0d4e-4f5a-9b6c-7d8e9f0a1b2c")).isEqualTo(202);
    }

    @Test
    void slowSendersKeepNobodyElseOut() throws IOException {
        // Given
        start("ingress-sent-to-slowly");
        ingress.awaitReady(PATIENCE);
        var slow = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 300; i++) {
                slow.add(begin("POST /graph/" + "k".repeat(40) + "/notifications HTTP/1.1\r\nHost: x\r\nX-Slow: "));
                slow.add(begin(
                        "POST /graph/" + key + "/notifications HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n{"));
            }

            // When
            // Those who know the key take the places there are, for as long as a body may take; then their time is up.
            await().atMost(PATIENCE).until(() -> notifyOf("8f1ab2c3-0d4e-4f5a-9b6c-7d8e9f0a1b2c") == 202);

            // Then
            // The server's own timeout may close the connection before the answer is out.
            assertThat(new String(slow.get(1).getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .matches("(?s)|HTTP/1.1 (408|503) .*");
            assertThat(ingress.isReady()).isTrue();
        } finally {
            for (var socket : slow) {
                socket.close();
            }
        }
    }

    private Socket begin(String request) throws IOException {
        var socket = new Socket("127.0.0.1", ingress.httpPort());
        socket.setSoTimeout(30_000);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Turned away for want of room, or too slow on a busy machine: sent again. */
    private int untilThereIsRoom(byte[] body) {
        while (true) {
            try {
                var status = door.post("/graph/" + key + "/notifications", BodyPublishers.ofByteArray(body))
                        .statusCode();
                if (status != 503 && status != 408) {
                    return status;
                }
            } catch (UncheckedIOException e) {
                // The server's own timeout closed the connection before the answer was out.
            }
        }
    }

    private static int joined(Future<Integer> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    /** As Graph does: what was not answered 2xx is sent again. */
    private void sendUntilTaken(ConcurrentLinkedQueue<String> people, Set<String> acknowledged) {
        for (var person = people.poll(); person != null; person = people.poll()) {
            var current = person;
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .ignoreExceptions()
                    .until(() -> notifyOf(current) == 202);
            acknowledged.add(person);
        }
    }

    private int notifyOf(String person) {
        var body = Contoso.fixture("user-updated").replace("8f1ab2c3-0d4e-4f5a-9b6c-7d8e9f0a1b2c", person);
        return door.notify(key, body).statusCode();
    }

    private Set<String> peopleOnTheTopic() {
        try (var users = TopicReader.fromStart(Testbed.kafka().bootstrapServers(), Topics.USER_NOTICES)) {
            return users.records().stream()
                    .map(record -> record.key())
                    .filter(of -> of.startsWith(integration + "/"))
                    .map(of -> of.substring(of.indexOf('/') + 1))
                    .collect(Collectors.toSet());
        }
    }

    private void start(String name) {
        ingress = command(name).start();
        door = new DoorUnderTest(ingress.uri("/"));
    }

    private void restart(String name) {
        ingress = command(name).httpPort(ingress.httpPort()).start();
    }

    private static ServiceCommand command(String name) {
        return ServiceProcess.of(Path.of("target", "quarkus-app", "quarkus-run.jar"))
                .name(name)
                .withManagementPort()
                .jvmOption("-Xmx256m")
                .jvmOption("-XX:+UseSerialGC")
                .jvmOption("-XX:TieredStopAtLevel=1")
                .env("KAFKA_BOOTSTRAP_SERVERS", Testbed.kafka().bootstrapServers())
                .property("rollcall.ingress.broker-probe-every", "500ms");
    }

    private static byte[] text(String body) {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
