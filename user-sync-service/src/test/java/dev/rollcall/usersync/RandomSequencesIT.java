package dev.rollcall.usersync;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import dev.rollcall.model.Cause;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.IntegrationSettings;
import dev.rollcall.model.IntegrationState;
import dev.rollcall.model.Mode;
import dev.rollcall.model.RunId;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.SyncAction;
import dev.rollcall.model.SyncOutcome;
import dev.rollcall.model.SyncRequest;
import dev.rollcall.model.UserNotice;
import dev.rollcall.testbed.Testbed;
import dev.rollcall.usersync.rules.History;
import dev.rollcall.usersync.rules.Played;
import dev.rollcall.usersync.rules.RandomPeople;
import dev.rollcall.usersync.rules.Removed;
import dev.rollcall.usersync.rules.Rules;
import dev.rollcall.usersync.rules.World;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

/**
 * Ten random sequences at once on real processes, which are killed meanwhile: what the simulation plays by the hundred, here
 * with real threads, a real broker and real time. {@code -Drollcall.sequences.first=N} plays others.
 */
class RandomSequencesIT extends OnRealParts {

    private static final long FIRST = Long.getLong("rollcall.sequences.first", 1);
    private static final int SEQUENCES = 10;
    private static final int STEPS = 20;
    /** The brake has tests of its own; here nobody is held. */
    private static final IntegrationSettings.UserSync SETTINGS =
            new IntegrationSettings.UserSync(true, false, Set.of(), 0, 1000, 1000, 8);

    @Test
    void promises1to12_whateverHappensInBetweenInTheEndZenQmsIsRight() {
        // Given
        var sequences = new ArrayList<Sequence>();
        for (long seed = FIRST; seed < FIRST + SEQUENCES; seed++) {
            sequences.add(
                    new Sequence(seed, Scenario.active(sandbox(), replicas().seal(), SETTINGS)));
        }
        try {
            // When
            for (int step = 0; step < STEPS; step++) {
                sequences.forEach(Sequence::happen);
                if (step == STEPS / 3 || step == STEPS * 2 / 3) {
                    replicas().processes().get(step % 2).kill();
                }
                if (step == STEPS / 2) {
                    replicas().atLeast(2);
                }
            }
            replicas().atLeast(2);
            sequences.forEach(Sequence::settle);

            // Then
            for (var sequence : sequences) {
                assertThatCode(() -> {
                            sequence.awaitQuiet();
                            new Rules(sequence).check();
                        })
                        .as("again with -Drollcall.sequences.first=%d", sequence.seed)
                        .doesNotThrowAnyException();
            }

            // When
            sequences.forEach(Sequence::remove);
            replicas().processes().getFirst().kill();
            replicas().atLeast(2);

            // Then
            for (var sequence : sequences) {
                assertThatCode(sequence::checkRemoved)
                        .as("again with -Drollcall.sequences.first=%d", sequence.seed)
                        .doesNotThrowAnyException();
            }
        } finally {
            sequences.forEach(sequence -> sequence.scenario.close());
        }
    }

    /** One integration's sequence, of which all but the timing follows from the seed. */
    private static final class Sequence implements Played {
        private final long seed;
        private final Scenario scenario;
        private final Random random;
        private final World world;
        private final History history = new History();
        private final RandomPeople people;
        private final List<String> onTheWay = new ArrayList<>();
        private Removed removed;
        private RunId run;

        Sequence(long seed, Scenario scenario) {
            this.seed = seed;
            this.scenario = scenario;
            this.random = new Random(seed * 0x9E3779B97F4A7C15L);
            this.world = new World(scenario.directory(), scenario.zenQms(), "it" + seed + ".example");
            this.people = new RandomPeople(world, random, history, RandomPeople.id(random));
            scenario.notice(people.hireWitness());
        }

        void happen() {
            switch (random.nextInt(12)) {
                case 8 -> sweep();
                case 9 -> rule();
                case 10 -> link();
                case 11 ->
                    scenario.settings(
                            random.nextInt(3) == 0 ? IntegrationState.PAUSED : IntegrationState.ACTIVE, SETTINGS);
                case 0, 1, 2, 3 -> onTheWay.add(people.change());
                case 4, 5 -> deliver();
                case 6 -> zenQmsFails();
                default -> scenario.directory().failNext(1, random.nextBoolean() ? 503 : 429, null);
            }
        }

        private String anybody() {
            var everybody = List.copyOf(history.subjects());
            return everybody.get(random.nextInt(everybody.size()));
        }

        private void sweep() {
            scenario.send(new UserNotice(
                    Envelope.live(scenario.id(), Cause.SWEEP, 1, null),
                    new SubjectId(anybody()),
                    "updated",
                    Instant.now()));
        }

        /** Nobody is held here: it must do no harm. */
        private void rule() {
            scenario.send(new SyncRequest(
                    Envelope.live(scenario.id(), Cause.REQUEST, 1, null),
                    new SubjectId(anybody()),
                    random.nextBoolean() ? SyncAction.RELEASE : SyncAction.REJECT,
                    Instant.now()));
        }

        private void link() {
            scenario.batches(Scenario.newRun(), Mode.LINK, scenario.snapshot(), Instant.now());
        }

        private void zenQmsFails() {
            switch (random.nextInt(3)) {
                case 0 -> scenario.zenQms().failNext(2, 503, null);
                case 1 -> scenario.zenQms().failNext(1, 429, "1");
                default -> scenario.zenQms().loseNextAnswers(1);
            }
        }

        /** Not the oldest first, and some of them twice. */
        private void deliver() {
            if (!onTheWay.isEmpty()) {
                var subject = onTheWay.get(random.nextInt(onTheWay.size()));
                scenario.notice(subject);
                if (random.nextBoolean()) {
                    onTheWay.remove(subject);
                }
            }
        }

        void settle() {
            scenario.settings(IntegrationState.ACTIVE, SETTINGS);
            scenario.zenQms().faults().recover();
            scenario.directory().faults().recover();
            onTheWay.forEach(scenario::notice);
            onTheWay.clear();
        }

        void remove() {
            removed = new Removed(this);
            run = Scenario.newRun();
            scenario.remove(run);
        }

        /** What is published twice is the same. */
        void checkRemoved() {
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> !scenario.linksCleared().isEmpty());
            removed.check(run, scenario.linksCleared().stream().distinct().toList());
        }

        void awaitQuiet() {
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> outcomes().stream()
                                    .map(outcome -> outcome.subjectId().value())
                                    .toList()
                                    .containsAll(history.subjects())
                            && scenario.workRows("true") == 0);
        }

        @Override
        public IntegrationId integration() {
            return scenario.id();
        }

        @Override
        public IntegrationSettings.UserSync settings() {
            return SETTINGS;
        }

        @Override
        public World world() {
            return world;
        }

        @Override
        public History history() {
            return history;
        }

        /** Without what was published twice, which readers tell by its sequence. */
        @Override
        public List<SyncOutcome> outcomes() {
            var seen = new HashSet<String>();
            return scenario.outcomes().stream()
                    .filter(outcome -> seen.add(outcome.subjectId().value() + outcome.sequence()))
                    .toList();
        }

        @Override
        public Jdbi database() {
            return Jdbi.create(Testbed.postgres().database("user_sync").dataSource());
        }

        /** A machine that is busy may keep an answer from arriving in time. */
        @Override
        public boolean repeatsNoWrite() {
            return false;
        }
    }
}
