package dev.rollcall.sandbox;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * One ZenQMS account: its API key, its users and roles, what was asked of it, and what goes wrong with it. All methods may
 * be called from any thread.
 */
public final class ZenQmsAccount {
    private final ZenWorld world;
    private final String apiKey;
    private final int number;
    private final ZenUsers users = new ZenUsers();
    private final List<ZenRole> roles = new ArrayList<>();
    private final Switches switches;
    private final SearchFaults searchFaults = new SearchFaults();
    private final ZenFaults faults;
    private final Patience patience;
    private final CallLog calls = new CallLog();
    private final List<String> mailsCaused = new ArrayList<>();
    private final List<RecordedCall> idleWrites = new ArrayList<>();
    private int lastUser = 1000;

    private volatile boolean activated = true;
    private volatile boolean writable = true;
    private volatile Set<String> forbidden = Set.of();
    private volatile ZenDialect dialect = ZenDialect.ASSUMED;
    private volatile Consumer<RecordedCall> beforeResponse;

    ZenQmsAccount(ZenWorld world, InstantSource clock, String apiKey, int number) {
        this.world = world;
        this.apiKey = apiKey;
        this.number = number;
        this.switches = new Switches(clock);
        this.faults = new ZenFaults(switches, searchFaults, new RateLimit(clock));
        this.patience = new Patience(clock);
    }

    public String apiKey() {
        return apiKey;
    }

    /** Everybody, in the order they came. */
    public List<ZenUser> users() {
        synchronized (world) {
            return users.all();
        }
    }

    /** The user with the external id; an {@link IllegalStateException} if there are several. */
    public Optional<ZenUser> byExternalId(String externalId) {
        synchronized (world) {
            List<ZenUser> found = users.byExternalId(externalId);
            if (found.size() > 1) {
                throw new IllegalStateException("several users have the external id " + externalId);
            }
            return found.stream().findFirst();
        }
    }

    /** The user with the address, whatever its case. */
    public Optional<ZenUser> byEmail(String email) {
        synchronized (world) {
            return users.byEmail(email);
        }
    }

    /** Puts a user there, as an administrator did long ago: no call, no mail. Gives the id. */
    public ZenUser seed(ZenUser u) {
        synchronized (world) {
            ZenUser user = u.withId(Integer.toString(++lastUser));
            store(null, user);
            return user;
        }
    }

    /** Changes a user as an administrator would in ZenQMS itself: no call, no mail. */
    public ZenUser edit(String id, UnaryOperator<ZenUser> change) {
        synchronized (world) {
            ZenUser before = users.byId(id).orElseThrow();
            ZenUser after = change.apply(before).withId(id);
            store(before, after);
            return after;
        }
    }

    /** Adds a role; {@code standard} is what ZenQMS calls "default". */
    public ZenRole addRole(String id, String name, boolean standard) {
        synchronized (world) {
            var role = new ZenRole(id, name, standard);
            roles.add(role);
            return role;
        }
    }

    /**
     * Puts n users there that have the mails of people of the directory, for matching: some with another title, name or
     * spelling of the mail; none linked, but for the last, whose external id is somebody else's.
     *
     * @return them, in order
     */
    public List<ZenUser> seedExisting(EntraTenant tenant, int n) {
        return ExistingUsers.of(tenant.people(), n).stream().map(this::seed).toList();
    }

    /** Every call, oldest first; the bodies are personal data. */
    public List<RecordedCall> calls() {
        return calls.all();
    }

    /** Every mail ZenQMS would have sent because of a call: {@code activation of user 1001}, {@code invitation of user 1001}. */
    public List<String> mailsCaused() {
        synchronized (world) {
            return List.copyOf(mailsCaused);
        }
    }

    /** Writes that were accepted and changed nothing: each is a needless record in the audit trail. */
    public List<RecordedCall> writesWithoutDifference() {
        synchronized (world) {
            return List.copyOf(idleWrites);
        }
    }

    /** Calls that came before a {@code Retry-After} this account gave had passed, oldest first. */
    public List<EarlyRetry> earlyRetries() {
        return patience.early();
    }

    /** More that can go wrong. */
    public ZenFaults faults() {
        return faults;
    }

    /** The address belongs to an account outside the sandbox from now on: 409. */
    public void takenElsewhere(String email) {
        world.takenOutside(email);
    }

    /** Whether search ignores {@code external_id}, as a server does with a filter it doesn't know: everybody comes back. */
    public void externalIdFilterIgnored(boolean ignored) {
        searchFaults.externalIdIgnored(ignored);
    }

    /** The same for {@code id}. */
    public void idFilterIgnored(boolean ignored) {
        searchFaults.idIgnored(ignored);
    }

    /** The most a page of a search holds, whatever is asked for; the answer states it. 100 unless told otherwise. */
    public void pageCap(int most) {
        searchFaults.pageCap(most);
    }

    /** Whether the token is activated; 403 if not. */
    public void activated(boolean value) {
        activated = value;
    }

    /** Whether the token may write; 403 if not. */
    public void writable(boolean value) {
        writable = value;
    }

    /** What the token has no access to, as {@link RecordedCall#operation()} says it; 403. */
    public void forbidden(Set<String> operations) {
        forbidden = Set.copyOf(operations);
    }

    /** How this account's API is spelt from now on. */
    public void dialect(ZenDialect spelling) {
        dialect = spelling;
    }

    public ZenDialect dialect() {
        return dialect;
    }

    public void latency(Duration d) {
        switches.latency(d);
    }

    /** The next n calls are answered with this status and do nothing. */
    public void failNext(int n, int status, String retryAfterOrNull) {
        switches.plan(n, null, new Fault.Refuse(status, retryAfterOrNull));
    }

    /** The next n calls do nothing and get no answer until the client gives up. */
    public void hangNext(int n) {
        switches.replan(n, new Fault.Hang());
    }

    /** The next n calls do their work, and then the connection is cut without an answer. */
    public void loseNextAnswers(int n) {
        switches.replan(n, new Fault.Cut());
    }

    /** Runs after a call's effect and before its answer is sent, on a thread where it may block; null takes it away. */
    public void beforeResponse(Consumer<RecordedCall> hook) {
        beforeResponse = hook;
    }

    /** Checks and stores; false if somebody else has the address. */
    boolean tryStore(ZenUser before, ZenUser after) {
        if (world.takenFor(after.email(), owner(after.id()))) {
            return false;
        }
        world.moveEmail(before == null ? null : before.email(), after.email(), owner(after.id()));
        users.put(after);
        return true;
    }

    private void store(ZenUser before, ZenUser after) {
        if (!tryStore(before, after)) {
            throw new IllegalArgumentException("another user of the sandbox has that address");
        }
    }

    private String owner(String userId) {
        return number + "/" + userId;
    }

    String nextId() {
        return Integer.toString(++lastUser);
    }

    void mailCaused(String kind, String userId) {
        mailsCaused.add(kind + " of user " + userId);
    }

    void wroteNothing(RecordedCall call) {
        synchronized (world) {
            idleWrites.add(call);
        }
    }

    ZenWorld world() {
        return world;
    }

    ZenUsers table() {
        return users;
    }

    List<ZenRole> roles() {
        return roles;
    }

    String name() {
        return "account-" + number;
    }

    boolean isActivated() {
        return activated;
    }

    boolean isWritable() {
        return writable;
    }

    boolean forbids(String operation) {
        return forbidden.contains(operation);
    }

    SearchFaults searchFaults() {
        return searchFaults;
    }

    Consumer<RecordedCall> hook() {
        return beforeResponse;
    }

    Switches switches() {
        return switches;
    }

    Patience patience() {
        return patience;
    }

    CallLog callLog() {
        return calls;
    }

    /** Without the key, which is a secret. */
    @Override
    public String toString() {
        return "ZenQmsAccount[" + name() + "]";
    }
}
