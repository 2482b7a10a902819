package dev.rollcall.usersync;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.rollcall.access.AccessSeal;
import dev.rollcall.access.DirectoryAccess;
import dev.rollcall.access.OpenedAccess;
import dev.rollcall.access.ZenQmsAccess;
import dev.rollcall.model.Cause;
import dev.rollcall.model.DirectoryPerson;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.InitialBatch;
import dev.rollcall.model.IntegrationAccess;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.IntegrationSettings;
import dev.rollcall.model.IntegrationState;
import dev.rollcall.model.Message;
import dev.rollcall.model.MessageType;
import dev.rollcall.model.Mode;
import dev.rollcall.model.RunId;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.UserNotice;
import dev.rollcall.outbox.MessageJson;
import dev.rollcall.sandbox.EntraTenant;
import dev.rollcall.sandbox.Person;
import dev.rollcall.sandbox.RecordedCall;
import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.sandbox.ZenQmsAccount;
import dev.rollcall.testbed.Testbed;
import dev.rollcall.testbed.TopicWriter;
import dev.rollcall.usersync.rules.Directory;

import static org.awaitility.Awaitility.await;

/** One integration of its own on the shared parts: a directory, a ZenQMS account, and the manager's side of the topics. */
final class Scenario extends Told {

    static final IntegrationSettings.UserSync SETTINGS =
            new IntegrationSettings.UserSync(true, false, Set.of(), 5, 3, 1000, 8);

    private final MessageJson json = MessageJson.create();
    private final IntegrationId id;
    private final URI sandbox;
    private final AccessSeal seal;
    private final EntraTenant tenant;
    private final ZenQmsAccount account;
    private final TopicWriter writer = new TopicWriter(Testbed.kafka().bootstrapServers());
    private long version;

    private Scenario(IntegrationId id, URI sandbox, EntraTenant tenant, ZenQmsAccount account, AccessSeal seal) {
        super(id);
        this.id = id;
        this.sandbox = sandbox;
        this.tenant = tenant;
        this.account = account;
        this.seal = seal;
    }

    static Scenario active(Sandbox sandbox, AccessSeal seal) {
        return active(sandbox, seal, SETTINGS);
    }

    static Scenario active(Sandbox sandbox, AccessSeal seal, IntegrationSettings.UserSync settings) {
        var scenario = new Scenario(
                new IntegrationId(UUID.randomUUID().toString()),
                sandbox.uri(),
                sandbox.tenant(UUID.randomUUID().toString()),
                sandbox.account(UUID.randomUUID().toString()),
                seal);
        scenario.settings(IntegrationState.ACTIVE, settings);
        scenario.access();
        return scenario;
    }

    EntraTenant directory() {
        return tenant;
    }

    ZenQmsAccount zenQms() {
        return account;
    }

    IntegrationId id() {
        return id;
    }

    void settings(IntegrationState state, IntegrationSettings.UserSync settings) {
        version++;
        send(new IntegrationSettings(
                Envelope.live(id, Cause.ADMINISTRATION, version, null),
                version,
                state,
                "Test",
                IntegrationSettings.DirectoryKind.ENTRA,
                null,
                settings));
    }

    void remove(RunId run) {
        version++;
        send(new IntegrationSettings(
                Envelope.run(id, Cause.ADMINISTRATION, run, Mode.APPLY, version),
                version,
                IntegrationState.REMOVING,
                "Test",
                IntegrationSettings.DirectoryKind.ENTRA,
                null,
                SETTINGS));
    }

    void access() {
        access(tenant);
    }

    /** As after a wrong entry: everything works, but in a tenant where none of our people are. */
    void accessOfAnotherTenant(Sandbox of) {
        access(of.tenant(UUID.randomUUID().toString()));
    }

    void access(Instant expires) {
        access(tenant, expires);
    }

    /** As after an administrator entered another key. */
    void accessTo(ZenQmsAccount other) {
        access(tenant, other, Instant.now().plus(Duration.ofHours(1)));
    }

    private void access(EntraTenant of) {
        access(of, Instant.now().plus(Duration.ofHours(1)));
    }

    private void access(EntraTenant of, Instant expires) {
        access(of, account, expires);
    }

    private void access(EntraTenant of, ZenQmsAccount to, Instant expires) {
        version++;
        var opened = new OpenedAccess(
                new DirectoryAccess(of.tenantId(), sandbox, Directory.token(sandbox, of), expires),
                new ZenQmsAccess(sandbox, to.apiKey(), Map.of()));
        send(new IntegrationAccess(
                Envelope.live(id, Cause.ADMINISTRATION, version, null),
                version,
                "workers",
                seal.seal(id, version, "workers", opened),
                expires));
    }

    /** Somebody complete and enabled, whom no notification announced. */
    Person hire(String name) {
        return tenant.add(Person.of(
                name, "Lovelace", name.toLowerCase() + "@" + id.value().substring(0, 8) + ".example", "Programmer"));
    }

    void notice(Person person) {
        notice(person.id());
    }

    void notice(String subject) {
        send(new UserNotice(
                Envelope.live(id, Cause.NOTIFICATION, version, null),
                new SubjectId(subject),
                "updated",
                Instant.now()));
    }

    /** The whole directory as a walk reads it now. */
    List<DirectoryPerson> snapshot() {
        return tenant.people().stream().map(Directory::snapshot).toList();
    }

    void batches(RunId run, Mode mode, List<DirectoryPerson> people, Instant readAt) {
        for (int i = 0; i * InitialBatch.MAX_PEOPLE < people.size(); i++) {
            var part = people.subList(
                    i * InitialBatch.MAX_PEOPLE, Math.min(people.size(), (i + 1) * InitialBatch.MAX_PEOPLE));
            send(new InitialBatch(Envelope.run(id, Cause.INITIAL_SYNC, run, mode, version), i + 1, readAt, part));
        }
    }

    void send(Message message) {
        var type = MessageType.of(message);
        writer.send(
                type.topic(), message.key(), type.ceType(), new String(json.write(message), StandardCharsets.UTF_8));
    }

    /** Nothing is due, leased or waiting any more; second looks are over. */
    void awaitQuiet() {
        await().atMost(PATIENCE).until(() -> workRows("state <> 'held'") == 0);
    }

    /** Whether a replica has read the last settings. */
    boolean settingsKnown() {
        return rows("integration", "version = " + version) == 1;
    }

    /** Whether a replica has read the last access. */
    boolean accessKnown() {
        return rows("integration", "access_version = " + version) == 1;
    }

    long workRows(String where) {
        return rows("work_row", where);
    }

    long rows(String table, String where) {
        try (var connection = Testbed.postgres().superuser();
                var query = connection.prepareStatement(
                        "select count(*) from user_sync." + table + " where integration_id = ? and " + where)) {
            query.setString(1, id.value());
            var result = query.executeQuery();
            result.next();
            return result.getLong(1);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Calls to ZenQMS that create or change a user. */
    List<RecordedCall> writes() {
        return account.calls().stream()
                .filter(call -> call.method().equals("PATCH") || call.path().equals("/v2/users"))
                .toList();
    }

    static RunId newRun() {
        return new RunId(UUID.randomUUID().toString());
    }

    static Collection<String> externalIds(ZenQmsAccount account) {
        return account.users().stream()
                .map(dev.rollcall.sandbox.ZenUser::externalId)
                .filter(java.util.Objects::nonNull)
                .toList();
    }

    @Override
    public void close() {
        settings(IntegrationState.PAUSED, SETTINGS);
        writer.close();
        super.close();
    }
}
