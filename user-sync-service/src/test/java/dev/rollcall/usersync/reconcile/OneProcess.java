package dev.rollcall.usersync.reconcile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

import dev.rollcall.access.AccessSeal;
import dev.rollcall.access.KeysetFile;
import dev.rollcall.access.KeysetSource;
import dev.rollcall.model.Cause;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.IntegrationSettings;
import dev.rollcall.model.IntegrationState;
import dev.rollcall.model.LinksCleared;
import dev.rollcall.model.Mode;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.OutcomeKind;
import dev.rollcall.model.RunId;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.SyncPlan;
import dev.rollcall.model.Trouble;
import dev.rollcall.sandbox.EntraTenant;
import dev.rollcall.sandbox.Person;
import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.sandbox.SandboxOptions;
import dev.rollcall.sandbox.ZenQmsAccount;
import dev.rollcall.usersync.integration.Integrations;
import dev.rollcall.usersync.integration.NewestStates;
import dev.rollcall.usersync.plan.Ruling;
import dev.rollcall.usersync.rules.Directory;
import dev.rollcall.usersync.rules.World;
import dev.rollcall.usersync.work.WorkItem;

/** A process in fair weather, whose time passes when a test says so. Each test has an integration of its own. */
final class OneProcess implements Surroundings, AutoCloseable {

    private static final IntegrationSettings.UserSync SETTINGS =
            new IntegrationSettings.UserSync(true, false, Set.of(), 5, 1_000, 1_000, 16);
    /** All is well, but it may be asked to stand still. */
    private static final Weather CALM = new Weather(0, 1_000, 0, 0, 0, 0, 0, 0);

    private final SimulatedDatabase database;
    private final SimulatedTime time;
    private final Sandbox sandbox;
    private final AccessSeal seal;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final IntegrationSettings.UserSync settings;
    private final Random random = new Random(42);
    private final Fate fate = new Fate(random, CALM);
    private IntegrationId integration;
    private World world;
    private ManagersTopics topics;
    private Story story;
    private SimulatedProcess process;
    private Runnable meanwhile;

    /** @param name a test class's own */
    OneProcess(String name, Path folder) {
        this(name, folder, SETTINGS);
    }

    OneProcess(String name, Path folder, IntegrationSettings.UserSync settings) {
        this.settings = settings;
        this.database = new SimulatedDatabase(name);
        this.time = new SimulatedTime(database);
        this.sandbox = Sandbox.start(SandboxOptions.defaults().withClock(time));
        try {
            var keyset = Files.createDirectories(folder).resolve("keyset.json");
            KeysetFile.create(keyset);
            this.seal = AccessSeal.from(KeysetSource.file("the test's keyset", keyset));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With a witness, or no absence would be believed. */
    void newIntegration() {
        integration = new IntegrationId(UUID.randomUUID().toString());
        world = new World(sandbox, integration.value().substring(0, 8) + ".example");
        var apis = new SimulatedApis(sandbox, time, random, world);
        topics = new ManagersTopics(
                integration,
                new Integrations(database.jdbi(), SimulatedProcess.JSON, seal, new NewestStates()),
                settings,
                seal,
                apis);
        topics.settings(IntegrationState.ACTIVE);
        topics.access();
        story = new Story(time);
        process = new SimulatedProcess("process", integration, this, database, time, apis, seal, http);
        created("Witness");
    }

    EntraTenant directory() {
        return world.tenant();
    }

    ZenQmsAccount zenQms() {
        return world.account();
    }

    int writes() {
        return world.writes().size();
    }

    /** Somebody complete and enabled, of whom nobody heard yet. */
    Person complete(String name) {
        return Person.of(name, "Lovelace", mail(name), "Programmer").withUserType("Member");
    }

    String mail(String name) {
        return name.toLowerCase() + "@" + integration.value().substring(0, 8) + ".example";
    }

    Person created(String name) {
        var person = directory().add(complete(name));
        notice(person);
        work();
        if (outcomes(person).getLast().kind() != OutcomeKind.CREATED) {
            throw new IllegalStateException(name + " came to " + outcomes(person));
        }
        return person;
    }

    void notice(Person person) {
        var envelope = Envelope.live(integration, Cause.NOTIFICATION, topics.version(), null);
        process.merge(List.of(WorkItem.notice(envelope, new SubjectId(person.id()), time.instant())));
    }

    /** As the sweep found them changed. */
    void sweep(Person person) {
        var envelope = Envelope.live(integration, Cause.SWEEP, topics.version(), null);
        process.merge(List.of(WorkItem.look(envelope, new SubjectId(person.id()))));
    }

    void rule(Person person, Ruling ruling) {
        rule(person, ruling, time.instant());
    }

    void rule(Person person, Ruling ruling, Instant at) {
        var envelope = Envelope.live(integration, Cause.REQUEST, topics.version(), null);
        process.merge(List.of(WorkItem.ruling(envelope, new SubjectId(person.id()), ruling, at)));
    }

    Instant now() {
        return time.instant();
    }

    /** As a walk read them just now. */
    void snapshot(Person person) {
        snapshot(person, Mode.APPLY);
    }

    void snapshot(Person person, Mode mode) {
        var run = new RunId(UUID.randomUUID().toString());
        var envelope = Envelope.run(integration, Cause.INITIAL_SYNC, run, mode, topics.version());
        process.merge(List.of(WorkItem.snapshot(envelope, Directory.snapshot(person), time.instant())));
    }

    /** As the manager says it; the run is told of. */
    RunId remove() {
        var run = new RunId(UUID.randomUUID().toString());
        topics.settings(IntegrationState.REMOVING, run);
        return run;
    }

    void settings(IntegrationState state) {
        topics.settings(state);
    }

    /** Newer access to the same. */
    void access() {
        topics.access();
    }

    List<SyncPlan> plans() {
        return database.plans(integration);
    }

    List<Trouble> troubles() {
        return database.troubles(integration);
    }

    List<LinksCleared> linksCleared() {
        return database.linksCleared(integration);
    }

    /** In the service's tables, of this integration. */
    long rows(String from) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("select count(*) from " + from)
                        .bind("integration", integration.value())
                        .mapTo(Long.class)
                        .one());
    }

    void execute(String sql, Object... arguments) {
        database.jdbi().useHandle(handle -> handle.execute(sql, arguments));
    }

    IntegrationId integration() {
        return integration;
    }

    /** One lease of each kind of work. */
    boolean workOnce() {
        return process.workOnce(20);
    }

    /** Until nothing is due now. */
    void work() {
        var worked = true;
        while (worked) {
            worked = process.workOnce(20);
        }
    }

    void workAfter(Duration wait) {
        time.pass(wait);
        work();
    }

    /** The next look at the directory is answered, and this happens before anything follows from it. */
    void onceTheDirectoryHasAnswered(Runnable what) {
        meanwhile = what;
    }

    boolean isQuiet() {
        return database.nextDue(integration) == null;
    }

    List<Outcome> outcomes(Person person) {
        return database.outcomes(integration).stream()
                .filter(outcome -> outcome.subjectId().value().equals(person.id()))
                .map(outcome -> outcome.outcome())
                .toList();
    }

    List<OutcomeKind> told(Person person) {
        return outcomes(person).stream().map(Outcome::kind).toList();
    }

    @Override
    public Fate fate() {
        return fate;
    }

    @Override
    public Story story() {
        return story;
    }

    @Override
    public boolean standsStill(SimulatedProcess frozen) {
        if (meanwhile == null || !story.lines().getLast().contains("$batch")) {
            return false;
        }
        var now = meanwhile;
        meanwhile = null;
        now.run();
        return true;
    }

    @Override
    public void close() {
        http.close();
        sandbox.close();
        database.close();
    }
}
