package dev.rollcall.manager;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

import dev.rollcall.model.Cause;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.InitialBatch;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.MappedFields;
import dev.rollcall.model.MatchKind;
import dev.rollcall.model.Message;
import dev.rollcall.model.MessageType;
import dev.rollcall.model.Mode;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.OutcomeKind;
import dev.rollcall.model.RequestId;
import dev.rollcall.model.RunId;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.SyncOutcome;
import dev.rollcall.model.SyncPlan;
import dev.rollcall.model.Trouble;
import dev.rollcall.model.TroubleKind;
import dev.rollcall.model.ZenQmsUserId;
import dev.rollcall.outbox.MessageJson;
import dev.rollcall.outbox.UnreadableMessage;
import dev.rollcall.testbed.Testbed;
import dev.rollcall.testbed.TopicReader;
import dev.rollcall.testbed.TopicWriter;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** In the workers' place: hears what the manager says, and reports what a test wants reported. */
final class Workers implements AutoCloseable {

    private final MessageJson json = MessageJson.create();
    private final TopicWriter writer = new TopicWriter(Testbed.kafka().bootstrapServers());

    /** Everything of one type that was sent about an integration. */
    <T extends Message> List<T> heard(MessageType type, Class<T> as, String integration) {
        try (var reader = TopicReader.fromStart(Testbed.kafka().bootstrapServers(), type.topic())) {
            return reader.records().stream()
                    .filter(r -> type.ceType().equals(TopicReader.header(r, "ce_type")))
                    .filter(r -> r.key().equals(integration) || r.key().startsWith(integration + "/"))
                    .map(r -> read(r, as))
                    .toList();
        }
    }

    private <T extends Message> T read(ConsumerRecord<String, String> record, Class<T> as) {
        try {
            return json.read(record.value().getBytes(StandardCharsets.UTF_8), as);
        } catch (UnreadableMessage e) {
            throw new AssertionError("Not readable: " + record.topic(), e);
        }
    }

    List<InitialBatch> batches(String integration) {
        return heard(MessageType.INITIAL_BATCH, InitialBatch.class, integration);
    }

    List<SubjectId> people(String integration) {
        return batches(integration).stream()
                .flatMap(b -> b.people().stream())
                .map(p -> p.subjectId())
                .distinct()
                .toList();
    }

    SyncOutcome outcome(String integration, String run, SubjectId subject, long sequence, OutcomeKind kind) {
        var runId = run == null ? null : new RunId(run);
        var envelope =
                new Envelope(new IntegrationId(integration), Cause.INITIAL_SYNC, runId, null, Mode.APPLY, 1, null);
        var reason = kind == OutcomeKind.SKIPPED ? "missing-job-title" : null;
        return new SyncOutcome(
                envelope,
                subject,
                sequence,
                new Outcome(kind, null, null, reason, null, null, null, null),
                Instant.now(),
                null);
    }

    /** What a live look came to: a new job title. */
    SyncOutcome live(String integration, String subject, long sequence, String request, Instant noticedAt) {
        var envelope = new Envelope(
                new IntegrationId(integration),
                request == null ? Cause.NOTIFICATION : Cause.REQUEST,
                null,
                request == null ? null : new RequestId(request),
                Mode.APPLY,
                1,
                null);
        var outcome = new Outcome(
                OutcomeKind.UPDATED,
                MatchKind.LINKED,
                new ZenQmsUserId("u-1"),
                null,
                null,
                null,
                new MappedFields(null, null, null, null, "Programmer", null),
                new MappedFields(null, null, null, null, "=Countess", null));
        return new SyncOutcome(envelope, new SubjectId(subject), sequence, outcome, Instant.now(), noticedAt);
    }

    SyncPlan plan(String integration, String run, SubjectId subject, OutcomeKind kind) {
        var envelope = Envelope.run(new IntegrationId(integration), Cause.INITIAL_SYNC, new RunId(run), Mode.PLAN, 1);
        return new SyncPlan(
                envelope, subject, 1, new Outcome(kind, null, null, null, null, null, null, null), Instant.now());
    }

    Trouble trouble(String integration, TroubleKind kind, long accessVersion) {
        var envelope = Envelope.live(new IntegrationId(integration), Cause.NOTIFICATION, 1, null);
        return new Trouble(envelope, kind, accessVersion, "Refused (401).", Instant.now());
    }

    void report(Message message) {
        var type = MessageType.of(message);
        writer.send(
                type.topic(), message.key(), type.ceType(), new String(json.write(message), StandardCharsets.UTF_8));
    }

    void report(List<? extends Message> messages) {
        messages.forEach(this::report);
    }

    TopicWriter writer() {
        return writer;
    }

    static List<ConsumerRecord<String, String>> all(String topic) {
        try (var reader = TopicReader.fromStart(Testbed.kafka().bootstrapServers(), topic)) {
            return reader.records();
        }
    }

    @Override
    public void close() {
        writer.close();
    }
}
