package dev.rollcall.sandbox;

import java.time.Duration;

/** What goes wrong with one tenant's Graph, beside its notifications. All methods may be called from any thread. */
public final class GraphFaults {
    /** {@link RecordedCall#operation()} of Entra's token endpoint, whose faults are asked for by name. */
    public static final String TOKEN = EntraTokenEndpoint.OPERATION;

    private final Directory directory;
    private final Skeletons skeletons;
    private final Switches switches;
    private final Switches batchItems;
    private final ResourceUnits units;
    private final TokenAges tokens = new TokenAges();
    private volatile double walkShare = 1;

    GraphFaults(Directory directory, Skeletons skeletons, Switches switches, Switches batchItems, ResourceUnits units) {
        this.directory = directory;
        this.skeletons = skeletons;
        this.switches = switches;
        this.batchItems = batchItems;
        this.units = units;
    }

    /**
     * This becomes of the next n calls; one fault a call, in the order they were asked for.
     *
     * @param operation as {@link RecordedCall#operation()} says it, such as {@code GET /users/delta} or {@code POST /$batch};
     *     null for whatever comes, but for tokens, which are {@link #TOKEN}
     */
    public void next(int n, String operation, Fault fault) {
        switches.plan(n, operation, fault);
    }

    /**
     * From now on each change is late by so long where one person is read ({@code GET /users/{id}}, also in a batch, and
     * {@code deletedItems}): the state before is shown, and a new person is a 404. Zero ends it.
     */
    public void replicaLag(Duration lag) {
        directory.lag(lag);
    }

    /** The same for so many reads of the person; a read among the deleted items is one of its own. */
    public void replicaLagReads(int reads) {
        directory.lagReads(reads);
    }

    /**
     * From now on a new person is first there without mail, names and job title, and complete after so long; both send
     * {@code updated}. Zero ends it.
     */
    public void skeletons(Duration completeAfter) {
        skeletons.completeAfter(completeAfter);
    }

    /** Completes whoever still is a skeleton now. */
    public void completeSkeletons() {
        skeletons.completeAll();
    }

    /**
     * From now on a walk over everybody shows only this share of them, though each page is a good one and the last has its
     * link: 0 shows nobody. Which of them does not change.
     */
    public void walkShows(double share) {
        walkShare = share;
    }

    boolean walkShows(Person person) {
        return Math.floorMod(person.id().hashCode(), 1_000) < walkShare * 1_000;
    }

    /** How much Graph gives out within ten seconds before it says 429. */
    public void resourceUnits(ResourceQuota quota) {
        units.quota(quota.units());
    }

    /** The same with a number of one's own, from 1. */
    public void resourceUnits(int perTenSeconds) {
        units.quota(perTenSeconds);
    }

    /** Tokens given out so far are refused from now on (401); new ones are good. */
    public void expireTokens() {
        tokens.expire();
    }

    /** The same after so many more Graph calls: in the middle of a walk. */
    public void expireTokensAfter(int calls) {
        tokens.expireAfter(calls);
    }

    /** No fault any more but those of the notifications. What a person is late by already, stays. */
    public void recover() {
        switches.recover();
        batchItems.recover();
        directory.lag(Duration.ZERO);
        directory.lagReads(0);
        skeletons.completeAfter(Duration.ZERO);
        units.quota(ResourceQuota.NONE.units());
        walkShare = 1;
    }

    ResourceUnits units() {
        return units;
    }

    TokenAges tokens() {
        return tokens;
    }
}
