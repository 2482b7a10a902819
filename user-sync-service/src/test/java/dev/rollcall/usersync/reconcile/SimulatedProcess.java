package dev.rollcall.usersync.reconcile;

import java.net.http.HttpClient;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.rollcall.access.AccessSeal;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.IntegrationSettings;
import dev.rollcall.outbox.MessageJson;
import dev.rollcall.outbox.Outbox;
import dev.rollcall.outbox.OutboxRelay;
import dev.rollcall.outbox.RelayOptions;
import dev.rollcall.usersync.UserSyncConfig;
import dev.rollcall.usersync.integration.Integrations;
import dev.rollcall.usersync.integration.NewestStates;
import dev.rollcall.usersync.ledger.Brake;
import dev.rollcall.usersync.ledger.Intents;
import dev.rollcall.usersync.ledger.Ledger;
import dev.rollcall.usersync.removal.RemovalParts;
import dev.rollcall.usersync.telemetry.Measures;
import dev.rollcall.usersync.telemetry.Traces;
import dev.rollcall.usersync.work.CancelledRuns;
import dev.rollcall.usersync.work.Chore;
import dev.rollcall.usersync.work.Lane;
import dev.rollcall.usersync.work.WorkIntake;
import dev.rollcall.usersync.work.WorkItem;
import dev.rollcall.usersync.work.WorkQueue;
import dev.rollcall.zenqms.budget.Answer;
import dev.rollcall.zenqms.budget.Budget;

import io.quarkus.runtime.configuration.DurationConverter;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The service's own objects, wired as in one process, one step after the other. A crash ends it; another one starts anew. */
final class SimulatedProcess {

    static final MessageJson JSON = MessageJson.create();
    static final UserSyncConfig CONFIG = new SmallRyeConfigBuilder()
            .withConverter(Duration.class, 200, new DurationConverter())
            .withMapping(UserSyncConfig.class)
            // One step after the other: nobody else comes.
            .withDefaultValue("rollcall.user-sync.run-gather", "0ms")
            .build()
            .getConfigMapping(UserSyncConfig.class);

    private final String name;
    private final IntegrationId integration;
    private final Surroundings surroundings;
    private final SimulatedTime time;
    private final WorkQueue queue;
    private final WorkIntake intake;
    private final LeaseWork work;
    private final Chore removals;
    private final NewestStates states = new NewestStates();
    private boolean dead;
    /** A process that stood still is spared afterwards: it must be able to say that it lost its lease. */
    private boolean spared;

    private int connections;
    private Fate.OfCall lastCall = Fate.OfCall.ANSWERED;

    SimulatedProcess(
            String name,
            IntegrationId integration,
            Surroundings surroundings,
            SimulatedDatabase database,
            SimulatedTime time,
            SimulatedApis apis,
            AccessSeal seal,
            HttpClient http) {
        this.name = name;
        this.integration = integration;
        this.surroundings = surroundings;
        this.time = time;
        var source = new FatefulDataSource(database.pool(), this);
        var jdbi = SimulatedDatabase.over(source);
        var outbox = new Outbox(JSON, "/simulation");
        // Never started: publishing is the outbox's own affair and tested there.
        var relay = new OutboxRelay(
                source,
                new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer()),
                RelayOptions.DEFAULT);
        this.queue = new WorkQueue(jdbi, JSON, time);
        this.intake = new WorkIntake(jdbi, new CancelledRuns(jdbi), JSON);
        var integrations = new Integrations(jdbi, JSON, seal, states);
        var ledger = new Ledger(jdbi, JSON);
        var intents = new Intents(jdbi);
        var index = new ZenQmsIndex(jdbi);
        var measures = new Measures(new SimpleMeterRegistry(), time);
        var traces = new Traces(OpenTelemetry.noop());
        var clients = new Clients(
                new FatefulHttp(http, this, apis), (id, ceiling) -> new AlwaysATurn(), CONFIG, time, measures, states);
        var lock = new RowLock(jdbi, queue, ledger, index);
        var finder = new UserFinder(index, ledger);
        var changes = new Changes(lock, ledger, new Brake(), finder);
        var reconciler = new Reconciler(finder, new Newcomers(lock, intents, finder, changes), changes);
        var recorder =
                new EffectRecorder(jdbi, ledger, intents, index, queue, intake, outbox, relay, measures, CONFIG, time);
        var refusals = new Refusals(jdbi, integrations, outbox, relay, time);
        this.removals = RemovalParts.removals(
                jdbi, outbox, relay, integrations, clients, refusals, OneAfterTheOther::new, CONFIG, time);
        this.work = new LeaseWork(
                integrations,
                new Looks(clients, ledger, intents, CONFIG, time, traces),
                index,
                queue,
                reconciler,
                recorder,
                refusals,
                CONFIG,
                time,
                OneAfterTheOther::new,
                traces);
    }

    /** As from the topic, before the table has it. */
    void hear(IntegrationSettings settings) {
        states.heard(settings);
    }

    boolean isDead() {
        return dead;
    }

    /** One lease of each lane, as a worker takes them. */
    boolean workOnce(int leaseSize) {
        return step(() -> {
            var worked = removals.workOnce();
            if (queue.workable().contains(integration)) {
                for (var lane : Lane.values()) {
                    var lease = queue.lease(integration, lane, leaseSize, CONFIG.lease());
                    lease.ifPresent(work::work);
                    worked |= lease.isPresent();
                }
            }
            return worked;
        });
    }

    /** @return whether the consumer may acknowledge: else it comes again */
    boolean merge(List<WorkItem> items) {
        return step(() -> {
            intake.merge(items);
            return true;
        });
    }

    private boolean step(Supplier<Boolean> step) {
        try {
            return step.get() && !dead;
        } catch (Crash e) {
            return false;
        } catch (RuntimeException e) {
            if (dead || DatabaseOutage.isBehind(e)) {
                return false;
            }
            throw e;
        } finally {
            spared = false;
        }
    }

    void connected(int more) {
        connections += more;
    }

    void betweenSteps() {
        mayCrash();
        if (connections == 0 && !spared && surroundings.fate().freezes() && surroundings.standsStill(this)) {
            spared = true;
            mayCrash();
        }
    }

    void mayCrash() {
        if (!dead && !spared && surroundings.fate().crashes()) {
            tell(() -> "is killed");
            surroundings.story().wentWrong();
            mayLoseARefusal();
            dead = true;
        }
        if (dead) {
            throw new Crash();
        }
    }

    void mayLoseTheDatabase() throws SQLException {
        if (!spared && surroundings.fate().losesTheDatabase()) {
            tell(() -> "loses the database");
            surroundings.story().wentWrong();
            mayLoseARefusal();
            throw new SQLException("The connection broke.", "08006");
        }
    }

    private void mayLoseARefusal() {
        if (lastCall == Fate.OfCall.THROTTLED) {
            surroundings.story().losesARefusal();
        }
    }

    Fate.OfCall fateOfCall() {
        var fate = spared ? Fate.OfCall.ANSWERED : surroundings.fate().ofCall();
        lastCall = fate;
        if (fate != Fate.OfCall.ANSWERED) {
            surroundings.story().wentWrong();
        }
        return fate;
    }

    void waited(Duration forAnAnswer) {
        time.pass(forAnAnswer);
    }

    void tell(Supplier<String> what) {
        surroundings.story().tell(() -> name + " " + what.get());
    }

    /** The budget waits in real time; it has tests of its own. */
    private static final class AlwaysATurn implements Budget {
        @Override
        public Asked ask(Duration longest) {
            return new Turn(1, 1, 0);
        }

        @Override
        public void giveBack(Turn turn, Answer answer) {}
    }

    /** People of a lease in order: what happens depends on the seed alone. */
    private static final class OneAfterTheOther extends AbstractExecutorService {
        private boolean shutdown;

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void shutdown() {
            shutdown = true;
        }

        @Override
        public List<Runnable> shutdownNow() {
            shutdown();
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return shutdown;
        }

        @Override
        public boolean isTerminated() {
            return shutdown;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
