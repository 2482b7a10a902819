package dev.rollcall.launcher.topics;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

import dev.rollcall.model.GroupNotice;
import dev.rollcall.model.InitialBatch;
import dev.rollcall.model.Message;
import dev.rollcall.model.MessageType;
import dev.rollcall.model.RunCancelled;
import dev.rollcall.model.Topics;
import dev.rollcall.model.WalkClosed;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** Finds what concerns one person among messages, and puts it in order. Messages come in any order. */
final class Trail {

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** Whose key is the person. */
    private static final List<String> KEYED =
            List.of(Topics.USER_NOTICES, Topics.LINKS, Topics.REQUESTS, Topics.OUTCOMES, Topics.PLANS);

    private static final Comparator<Step> ORDER = Comparator.comparing(Step::at)
            .thenComparing(step -> Topics.ALL.indexOf(step.topic()))
            .thenComparing(Step::partition)
            .thenComparing(Step::offset);

    private final Person person;
    private final InWords words;
    private final byte[] needle;
    private final List<Step> found = new ArrayList<>();
    /** Ends of runs: the person's if another message says that the run looked at them. */
    private final List<Step> ends = new ArrayList<>();

    Trail(Person person, boolean values) {
        this.person = person;
        this.words = new InWords(person, values);
        this.needle = person.subject().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    }

    /** Topics that can say anything of a person. */
    static List<String> topics() {
        return Topics.ALL.stream()
                .filter(topic -> KEYED.contains(topic)
                        || topic.equals(Topics.INITIAL_BATCHES)
                        || topic.equals(Topics.GROUP_NOTICES)
                        || Topic.isDeadLetters(topic))
                .toList();
    }

    void add(Received message) {
        if (!person.isIn(message.keyIntegration())) {
            return;
        }
        if (person.is(message.keySubject())) {
            found.add(step(message, said(message)));
        } else if (Topic.isDeadLetters(message.topic())) {
            if (mentions(message.value())) {
                found.add(step(message, new Said("dead letter that names the person" + reason(message), null)));
            }
        } else if (message.topic().equals(Topics.INITIAL_BATCHES)
                || message.topic().equals(Topics.GROUP_NOTICES)) {
            addByContent(message);
        } else if (MessageType.RUN_CANCELLED.ceType().equals(message.ceType())) {
            addEnd(message);
        }
    }

    private void addByContent(Received message) {
        if (MessageType.WALK_CLOSED.ceType().equals(message.ceType())) {
            addEnd(message);
        } else if (mentions(message.value())) {
            var said = said(message);
            if (said.message() == null
                    || said.message() instanceof InitialBatch batch
                            && batch.people().stream()
                                    .anyMatch(p -> person.is(p.subjectId().value()))
                    || said.message() instanceof GroupNotice notice
                            && notice.members().stream().anyMatch(member -> person.is(member.id()))) {
                found.add(step(message, said));
            }
        }
    }

    private void addEnd(Received message) {
        var said = said(message);
        if (said.message() instanceof WalkClosed || said.message() instanceof RunCancelled) {
            ends.add(step(message, said));
        }
    }

    /** Oldest first. */
    List<Step> steps() {
        var runs = found.stream().map(Step::run).filter(Objects::nonNull).collect(Collectors.toSet());
        var steps = new ArrayList<>(found);
        ends.stream().filter(end -> runs.contains(end.run())).forEach(steps::add);
        steps.sort(ORDER);
        return steps;
    }

    /** @param message null where it can't be read */
    private record Said(String words, Message message) {}

    private Said said(Received received) {
        if (Topic.isDeadLetters(received.topic())) {
            return new Said("dead letter" + reason(received), null);
        }
        if (received.value() == null) {
            return new Said("forgotten: a key without a value", null);
        }
        var type = MessageType.of(String.valueOf(received.ceType()));
        if (type.isEmpty()) {
            return new Said("a type that this version does not know: " + received.ceType(), null);
        }
        try {
            var message = JSON.readValue(received.value(), type.get().messageClass());
            return new Said(words.of(message), message);
        } catch (IOException | IllegalArgumentException e) {
            return new Said(type.get().ceType() + " that can't be read", null);
        }
    }

    private static String reason(Received letter) {
        var origin = letter.headers().get("rollcall_origin");
        var reason = letter.headers().get("rollcall_reason");
        return (reason == null ? "" : ": " + reason) + (origin == null ? "" : ", from " + origin);
    }

    private static Step step(Received received, Said said) {
        var envelope = said.message() == null ? null : said.message().envelope();
        var traceparent =
                received.headers().getOrDefault("traceparent", envelope == null ? null : envelope.traceparent());
        var parts = traceparent == null ? new String[0] : traceparent.split("-");
        return new Step(
                received.at(),
                received.topic(),
                received.partition(),
                received.offset(),
                Text.line(said.words()),
                envelope == null || envelope.runId() == null
                        ? null
                        : envelope.runId().value(),
                parts.length > 1 ? parts[1] : null);
    }

    /** Cheaper than reading every batch. Object ids are ASCII. */
    private boolean mentions(byte[] value) {
        if (value == null) {
            return false;
        }
        for (int at = 0; at <= value.length - needle.length; at++) {
            int i = 0;
            while (i < needle.length && lower(value[at + i]) == needle[i]) {
                i++;
            }
            if (i == needle.length) {
                return true;
            }
        }
        return false;
    }

    private static int lower(byte c) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }
}
