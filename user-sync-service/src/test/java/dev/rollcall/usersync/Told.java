package dev.rollcall.usersync;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.LinksCleared;
import dev.rollcall.model.MessageType;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.OutcomeKind;
import dev.rollcall.model.RunId;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.SyncOutcome;
import dev.rollcall.model.SyncPlan;
import dev.rollcall.model.Topics;
import dev.rollcall.model.Trouble;
import dev.rollcall.model.TroubleKind;
import dev.rollcall.outbox.MessageJson;
import dev.rollcall.sandbox.Person;
import dev.rollcall.testbed.Testbed;
import dev.rollcall.testbed.TopicReader;

import static org.awaitility.Awaitility.await;

/** What the service told of one integration. */
abstract class Told implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final MessageJson json = MessageJson.create();
    private final TopicReader outcomes = TopicReader.fromNow(Testbed.kafka().bootstrapServers(), Topics.OUTCOMES);
    private final TopicReader plans = TopicReader.fromNow(Testbed.kafka().bootstrapServers(), Topics.PLANS);
    private final String id;

    Told(IntegrationId id) {
        this.id = id.value();
    }

    /** All outcomes of this integration so far, in the order of each person's reports. */
    List<SyncOutcome> outcomes() {
        var mine = new ArrayList<SyncOutcome>();
        for (var record : outcomes.records()) {
            if (record.key().startsWith(id)
                    && MessageType.OUTCOME.ceType().equals(TopicReader.header(record, "ce_type"))) {
                mine.add(json.fromText(record.value(), SyncOutcome.class));
            }
        }
        return mine;
    }

    List<TroubleKind> troubles() {
        return outcomes.records().stream()
                .filter(record -> record.key().startsWith(id))
                .filter(record -> MessageType.TROUBLE.ceType().equals(TopicReader.header(record, "ce_type")))
                .map(record -> json.fromText(record.value(), Trouble.class).kind())
                .toList();
    }

    List<LinksCleared> linksCleared() {
        return outcomes.records().stream()
                .filter(record -> record.key().startsWith(id))
                .filter(record -> MessageType.LINKS_CLEARED.ceType().equals(TopicReader.header(record, "ce_type")))
                .map(record -> json.fromText(record.value(), LinksCleared.class))
                .toList();
    }

    /** The newest link of each person, as a reader of the compacted topic has them in the end. */
    Map<String, String> links() {
        var newest = new LinkedHashMap<String, String>();
        try (var reader = TopicReader.fromStart(Testbed.kafka().bootstrapServers(), Topics.LINKS)) {
            reader.records().stream()
                    .filter(record -> record.key().startsWith(id))
                    .forEach(record -> newest.put(record.key().substring(id.length() + 1), record.value()));
        }
        newest.values().removeIf(java.util.Objects::isNull);
        return newest;
    }

    List<Outcome> outcomes(Person person) {
        return outcomes().stream()
                .filter(o -> o.subjectId().value().equals(person.id()))
                .map(SyncOutcome::outcome)
                .toList();
    }

    Map<SubjectId, Outcome> outcomesOf(RunId run) {
        var byPerson = new LinkedHashMap<SubjectId, Outcome>();
        outcomes().stream()
                .filter(o -> run.equals(o.envelope().runId()))
                .forEach(o -> byPerson.put(o.subjectId(), o.outcome()));
        return byPerson;
    }

    Map<SubjectId, Outcome> plansOf(RunId run) {
        var byPerson = new LinkedHashMap<SubjectId, Outcome>();
        for (var record : plans.records()) {
            if (record.key().startsWith(id)) {
                var plan = json.fromText(record.value(), SyncPlan.class);
                if (run.equals(plan.envelope().runId())) {
                    byPerson.put(plan.subjectId(), plan.outcome());
                }
            }
        }
        return byPerson;
    }

    void awaitOutcome(Person person, OutcomeKind kind) {
        awaitOutcome(person, outcome -> outcome.kind() == kind);
    }

    void awaitOutcome(Person person, Predicate<Outcome> wanted) {
        await().atMost(PATIENCE).until(() -> outcomes(person).stream().anyMatch(wanted));
    }

    void awaitOutcomes(RunId run, int people) {
        await().atMost(PATIENCE).until(() -> outcomesOf(run).size() >= people);
    }

    void awaitPlans(RunId run, int people) {
        await().atMost(PATIENCE).until(() -> plansOf(run).size() >= people);
    }

    @Override
    public void close() {
        outcomes.close();
        plans.close();
    }
}
