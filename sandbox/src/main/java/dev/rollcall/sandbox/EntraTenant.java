package dev.rollcall.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * One directory: its app registration, its people, its subscriptions, and what goes wrong with it. All methods may be
 * called from any thread; a change is in Graph's answers when the method returns, and its notifications are on their way.
 */
public final class EntraTenant {
    private final String tenantId;
    private final Directory directory;
    private final Subscriptions subscriptions;
    private final Notifier notifier;
    private final Switches switches;
    private final Switches batchItems;
    private final CallLog calls = new CallLog();
    private final Skeletons skeletons;
    private final GraphFaults faults;
    private final Patience patience;

    private volatile String clientId;
    private volatile String clientSecret;
    private volatile boolean secretExpired;
    private volatile Duration tokenLife = Duration.ofSeconds(3599);
    private volatile List<String> roles = List.of("User.Read.All", "Group.Read.All", "GroupMember.Read.All");
    private volatile int deltaPageSize = 100;
    private volatile int deltaGeneration = 0;
    private volatile boolean expiredDeltaIsGone = true;

    EntraTenant(String tenantId, InstantSource clock, Notifier.Line line, Skeletons.Later later) {
        this.tenantId = tenantId;
        this.clientId =
                UUID.nameUUIDFromBytes(("client of " + tenantId).getBytes()).toString();
        this.clientSecret = "sandbox-secret-" + clientId.substring(0, 8);
        this.switches = new Switches(clock);
        this.batchItems = new Switches(clock);
        this.subscriptions = new Subscriptions(clock);
        this.notifier = new Notifier(tenantId, subscriptions, clock, line);
        this.directory = new Directory(clock);
        this.skeletons = new Skeletons(directory, notifier, later);
        this.faults = new GraphFaults(directory, skeletons, switches, batchItems, new ResourceUnits(clock));
        this.patience = new Patience(clock);
    }

    public String tenantId() {
        return tenantId;
    }

    public String clientId() {
        return clientId;
    }

    public String clientSecret() {
        return clientSecret;
    }

    /** Sets the app registration; tokens given out before stay good until they expire, as in Entra. */
    public void register(String newClientId, String newClientSecret) {
        clientId = newClientId;
        clientSecret = newClientSecret;
        secretExpired = false;
    }

    /** From now on the right secret is refused with AADSTS7000222, until {@link #register}. */
    public void expireSecret() {
        secretExpired = true;
    }

    /** How long new tokens live; 3,599 s unless told otherwise. */
    public void tokenLife(Duration life) {
        tokenLife = life;
    }

    /** The application permissions with admin consent: what new tokens carry. */
    public void roles(List<String> granted) {
        roles = List.copyOf(granted);
    }

    /** Fills the directory with generated people. Nobody is notified: delta queries show them. */
    public void populate(int people, long seed) {
        new PeopleGenerator(seed).people(people).forEach(directory::add);
    }

    /** Everybody who is not deleted, in the order they came. */
    public List<Person> people() {
        return directory.people(Directory.State.LIVE);
    }

    /** The soft-deleted. */
    public List<Person> deletedPeople() {
        return directory.people(Directory.State.SOFT_DELETED);
    }

    /** A hire; an id, a user principal name and {@code Member} are given to who comes without. Sends {@code updated}. */
    public Person add(Person p) {
        Person person = p.id() == null ? p.withId(UUID.randomUUID().toString()) : p.withId(lower(p.id()));
        person = person.userType() == null ? person.withUserType("Member") : person;
        person = person.userPrincipalName() == null
                ? person.withUserPrincipalName(person.id() + "@contoso.example")
                : person;
        skeletons.add(person);
        return person;
    }

    /** Changes a person; the id stays. Sends {@code updated}, unless nothing changed. */
    public Person change(String id, UnaryOperator<Person> f) {
        directory.change(lower(id), f).ifPresent(after -> notifier.userChanged(after.id(), "updated"));
        return directory.find(lower(id), Directory.State.LIVE).orElseThrow();
    }

    /** Moves a person to the deleted items. Sends {@code updated}, as Graph does. */
    public void softDelete(String id) {
        directory.softDelete(lower(id));
        notifier.userChanged(lower(id), "updated");
    }

    /** Takes a person out of the deleted items. Sends {@code updated}. */
    public void restore(String id) {
        directory.restore(lower(id));
        notifier.userChanged(lower(id), "updated");
    }

    /** Removes a person for good. Sends {@code deleted}. */
    public void hardDelete(String id) {
        directory.hardDelete(lower(id));
        notifier.userChanged(lower(id), "deleted");
    }

    /** Sends an {@code updated} although nothing changed, as Graph does after an outage of its own. */
    public void notifyAgain(String id) {
        notifier.userChanged(lower(id), "updated");
    }

    /** Sends a lifecycle event, such as {@code reauthorizationRequired}, for each live subscription that has a URL for it. */
    public void sendLifecycle(String lifecycleEvent) {
        notifier.lifecycle(lifecycleEvent);
    }

    /** What goes wrong with notifications from now on. */
    public void delivery(DeliveryFaults faults) {
        notifier.faults(faults);
    }

    public DeliveryFaults delivery() {
        return notifier.faults();
    }

    /** Subscriptions that have not expired. */
    public int openSubscriptions() {
        return subscriptions.live().size();
    }

    /** Forgets all subscriptions without telling anyone. */
    public void dropSubscriptions() {
        subscriptions.clear();
    }

    /** The same for those to one resource, {@code users} or {@code groups}. */
    public void dropSubscriptions(String resource) {
        subscriptions.live().stream()
                .filter(one -> one.covers(resource, ""))
                .forEach(one -> subscriptions.remove(one.id()));
    }

    /** The next so many lists of subscriptions are empty, though there are some. */
    public void hideSubscriptions(int lists) {
        subscriptions.hide(lists);
    }

    /** The ids of those to one resource that have not expired. */
    public List<String> subscriptionIds(String resource) {
        return subscriptions.live().stream()
                .filter(one -> one.covers(resource, ""))
                .map(Subscriptions.Subscription::id)
                .toList();
    }

    /** Every attempt to deliver a notification, oldest first. */
    public List<Delivery> deliveries() {
        return notifier.deliveries();
    }

    /** Every call at the token endpoint and at Graph, oldest first. */
    public List<RecordedCall> calls() {
        return calls.all();
    }

    /** Graph calls that came before a {@code Retry-After} had passed, oldest first; of a batch only the item it was given for. */
    public List<EarlyRetry> earlyRetries() {
        return patience.early();
    }

    /** More that can go wrong. */
    public GraphFaults faults() {
        return faults;
    }

    /** Graph's next answers are this status; a Retry-After goes along if it is not null (Graph's may be fractional). */
    public void failNext(int n, int status, String retryAfterOrNull) {
        switches.plan(n, null, new Fault.Refuse(status, retryAfterOrNull));
    }

    /** The same for items inside a JSON batch, whose own answer stays 200. */
    public void failNextBatchItems(int n, int status, String retryAfterOrNull) {
        batchItems.plan(n, null, new Fault.Refuse(status, retryAfterOrNull));
    }

    /** Graph and the token endpoint answer this much later. */
    public void latency(Duration d) {
        switches.latency(d);
    }

    /** The next n Graph calls get no answer until the client gives up. */
    public void hangNext(int n) {
        switches.replan(n, new Fault.Hang());
    }

    /** The most a page of a delta query holds; 100 unless told otherwise. */
    public void deltaPageSize(int size) {
        deltaPageSize = size;
    }

    /** All delta and skip tokens given out so far are too old: 410 with a Location, or 400 {@code syncStateNotFound}. */
    public void expireDeltaTokens(boolean gone) {
        expiredDeltaIsGone = gone;
        deltaGeneration++;
    }

    boolean secretIsExpired() {
        return secretExpired;
    }

    Duration tokenLife() {
        return tokenLife;
    }

    List<String> roles() {
        return roles;
    }

    int deltaPageSize() {
        return deltaPageSize;
    }

    int deltaGeneration() {
        return deltaGeneration;
    }

    boolean expiredDeltaIsGone() {
        return expiredDeltaIsGone;
    }

    Directory directory() {
        return directory;
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    Switches switches() {
        return switches;
    }

    Switches batchItemSwitches() {
        return batchItems;
    }

    Patience patience() {
        return patience;
    }

    Skeletons skeletons() {
        return skeletons;
    }

    CallLog callLog() {
        return calls;
    }

    /** When a delta token given out at that time is too old: after seven days for directory objects. */
    static boolean deltaTokenTooOld(Instant issued, Instant now) {
        return issued.plus(Duration.ofDays(7)).isBefore(now);
    }

    private static String lower(String id) {
        return id.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return "EntraTenant[" + tenantId + "]";
    }
}
