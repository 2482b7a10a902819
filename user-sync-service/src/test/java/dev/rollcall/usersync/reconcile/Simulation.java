package dev.rollcall.usersync.reconcile;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

import dev.rollcall.access.AccessSeal;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.IntegrationSettings;
import dev.rollcall.model.IntegrationState;
import dev.rollcall.model.Mode;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.SyncOutcome;
import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.usersync.integration.Integrations;
import dev.rollcall.usersync.integration.NewestStates;
import dev.rollcall.usersync.rules.History;
import dev.rollcall.usersync.rules.Played;
import dev.rollcall.usersync.rules.RandomPeople;
import dev.rollcall.usersync.rules.World;

import org.jdbi.v3.core.Jdbi;

/**
 * One sequence: people change, notifications arrive late, twice and out of order, two processes work, crash, stand still and
 * lose their connections, and APIs fail. All of it follows from one seed.
 */
final class Simulation implements Played, Surroundings, AutoCloseable {

    private static final int MOST_ROUNDS = 300;

    private final Random random;
    private final SimulatedDatabase database;
    private final SimulatedTime time;
    private final SimulatedApis apis;
    private final World world;
    private final RandomPeople directory;
    private final Fate fate;
    private final Chance chance;
    private final Weather weather;
    private final ManagersTopics topics;
    private final IntegrationId integration =
            new IntegrationId(UUID.randomUUID().toString());
    private final History history = new History();
    private final OnTheWay onTheWay;
    private final Processes processes;
    private final Story story;
    private final IntegrationSettings.UserSync settings;
    private int depth;
    /** Whether each change is worked on at once, unless it goes wrong: else many wait for long. */
    private final boolean brisk;

    Simulation(
            long seed,
            SimulatedDatabase database,
            SimulatedTime time,
            Sandbox sandbox,
            AccessSeal seal,
            HttpClient http) {
        // Seeds that follow each other begin alike: the first numbers are thrown away.
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.random.ints(20).sum();
        this.database = database;
        this.time = time;
        this.story = new Story(time);
        this.world = new World(sandbox, "s" + seed + ".example");
        this.apis = new SimulatedApis(sandbox, time, random, world);
        var first = RandomPeople.id(random);
        this.directory = new RandomPeople(world, random, history, first);
        this.weather = Weather.of(random);
        this.fate = new Fate(random, Weather.FAIR);
        this.chance = new Chance(this, random);
        Set<SubjectId> protectedPeople = random.nextInt(4) == 0 ? Set.of(new SubjectId(first)) : Set.of();
        this.brisk = random.nextBoolean();
        var brake = random.nextInt(4) == 0 ? 1 : 1_000;
        this.settings = new IntegrationSettings.UserSync(true, random.nextBoolean(), protectedPeople, 0, brake, 50, 16);
        this.topics = new ManagersTopics(
                integration,
                new Integrations(database.jdbi(), SimulatedProcess.JSON, seal, new NewestStates()),
                settings,
                seal,
                apis);
        this.onTheWay = new OnTheWay(integration, random, directory, topics);
        topics.settings(IntegrationState.ACTIVE);
        topics.access();
        this.processes = new Processes(
                2, name -> new SimulatedProcess(name, integration, this, database, time, apis, seal, http));
        if (random.nextInt(4) > 0) {
            someAreThereBefore();
        }
    }

    /** Most sequences begin with people who are in step: only who is in ZenQMS can be changed there. */
    private void someAreThereBefore() {
        noticeIfAny(directory.hireWitness());
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            noticeIfAny(directory.hireAtOnce());
        }
        while (!onTheWay.isEmpty()) {
            deliver();
        }
        workUntilQuiet();
    }

    @Override
    public Fate fate() {
        return fate;
    }

    @Override
    public World world() {
        return world;
    }

    @Override
    public History history() {
        return history;
    }

    @Override
    public IntegrationId integration() {
        return integration;
    }

    @Override
    public IntegrationSettings.UserSync settings() {
        return settings;
    }

    @Override
    public Jdbi database() {
        return database.jdbi();
    }

    @Override
    public boolean repeatsNoWrite() {
        return weather.repeatsNoWrite();
    }

    @Override
    public boolean lostARefusal() {
        return story.lostARefusal();
    }

    @Override
    public List<SyncOutcome> outcomes() {
        return database.outcomes(integration);
    }

    @Override
    public Story story() {
        return story;
    }

    ManagersTopics topics() {
        return topics;
    }

    Interventions interventions() {
        return new Interventions(history, onTheWay, story, time, random);
    }

    /** @param random of its own, so that an ending does not change what leads to it */
    Ending ending(Random random) {
        return new Ending(this, database, apis, processes, onTheWay, weather, random);
    }

    RandomPeople directory() {
        return directory;
    }

    /** Everything that may happen, in any order. */
    void live() {
        fate.becomes(weather);
        chance.live();
    }

    /** Every process hears of it, and the table has it. */
    void settings(IntegrationState state) {
        processes.hear(topics.settings(state));
    }

    void noticeIfAny(String subject) {
        if (subject != null) {
            tellOf(subject);
            onTheWay.notice(subject);
        }
    }

    void deliverAndWork() {
        for (int i = onTheWay.size(); i > 0; i--) {
            deliver();
        }
        work(0);
        work(1);
    }

    void change() {
        var subject = directory.change();
        tellOf(subject);
        onTheWay.notice(subject);
        if (brisk && depth == 0) {
            deliverAndWork();
        }
    }

    private void tellOf(String subject) {
        var now = history.last(subject);
        story.tell(() -> "directory: " + subject + " present=" + now.present() + " enabled="
                + now.person().accountEnabled() + " mail=" + now.person().mail() + " complete=" + now.isComplete());
    }

    void walk(Mode mode) {
        story.tell(() -> "a walk reads " + directory.everybody().size() + " people, " + mode);
        onTheWay.walk(mode, time.instant());
    }

    /** Somebody hears of something while another process stands still; what is killed then is started again later. */
    void hearAndWork(int process) {
        if (!onTheWay.isEmpty()) {
            processes.merge(process, onTheWay.any());
        }
        processes.workOnce(process, 1 + random.nextInt(3));
    }

    /** Any of what is on the way, not the oldest first. What was not acknowledged comes again. */
    void deliver() {
        if (!onTheWay.isEmpty()) {
            var items = onTheWay.any();
            var consumer = random.nextInt(processes.size());
            story.tell(() -> "process " + consumer + " hears of " + items.size());
            if (processes.merge(consumer, items)) {
                onTheWay.arrived(items);
            }
            restartTheDead();
        }
    }

    boolean work(int process) {
        var worked = processes.workOnce(process, 1 + random.nextInt(3));
        restartTheDead();
        return worked;
    }

    /** Not while another one stands still in the middle of its step. */
    void restartTheDead() {
        if (depth == 0) {
            processes.restartTheDead();
        }
    }

    @Override
    public boolean standsStill(SimulatedProcess frozen) {
        if (depth > 0) {
            return false;
        }
        frozen.tell(() -> "stands still");
        depth++;
        try {
            chance.goesOn(processes.otherThan(frozen));
        } finally {
            depth--;
        }
        frozen.tell(() -> "goes on");
        return true;
    }

    void pass(Duration time) {
        this.time.pass(time);
    }

    void workUntilQuiet() {
        if (!isQuietWithin(MOST_ROUNDS)) {
            throw new AssertionError("Work never ends: " + database.waiting(integration));
        }
    }

    boolean isQuietWithin(int rounds) {
        for (int round = 0; round < rounds; round++) {
            if (!work(round % 2)) {
                var next = database.nextDue(integration);
                if (next == null) {
                    return true;
                }
                var wait = Duration.between(time.instant(), next);
                pass(wait.isPositive() ? wait : Duration.ofMillis(100));
            }
        }
        return false;
    }

    @Override
    public void close() {
        database.forget(integration.value());
    }
}
