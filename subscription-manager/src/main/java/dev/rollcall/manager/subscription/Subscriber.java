package dev.rollcall.manager.subscription;

import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.RunId;

/** Has the directory announce changes of people and groups, for a run: one subscription each. */
@ApplicationScoped
public class Subscriber {

    /** Longer than a creation takes; whoever was killed meanwhile holds up the next for no longer. */
    private static final Duration CLAIM = Duration.ofMinutes(2);

    private static final Duration A_MOMENT = Duration.ofSeconds(2);
    static final List<String> RESOURCES = List.of("users", "groups");

    private final SubscriptionMaker maker;
    private final SubscriptionStore store;
    private final InstantSource clock;

    Subscriber(SubscriptionMaker maker, SubscriptionStore store, InstantSource clock) {
        this.maker = maker;
        this.store = store;
        this.clock = clock;
    }

    /** What a run has yet to subscribe to; empty when nothing is left. */
    public Optional<String> next(IntegrationId id, RunId run) {
        var made = store.madeBy(id, run, clock.instant());
        return RESOURCES.stream().filter(r -> !made.contains(r)).findFirst();
    }

    /** Whether changes of people and groups are announced, as far as we know. */
    public boolean isSubscribed(IntegrationId id) {
        return store.live(id, clock.instant()).containsAll(RESOURCES);
    }

    /**
     * Creates one for a run, or takes the one that is there if it is ours.
     *
     * @param stillOurs called in the transaction that saves it; throws when the run is somebody else's now
     * @throws dev.rollcall.directory.DirectoryException when the directory doesn't take it; Rejected with status 400 when
     *     it could not reach the ingress, 409 when something is in the way; Unavailable also where a quota is used up
     */
    public void subscribe(IntegrationId id, String resource, RunId run, Runnable stillOurs) {
        if (!store.claim(id, resource, clock.instant(), CLAIM)) {
            // Two who make one at the same time would end each other's.
            throw new DirectoryException.Unavailable(
                    "The subscription to " + resource + " is being looked after just now.", A_MOMENT, null);
        }
        try {
            make(id, resource, run, stillOurs);
        } finally {
            store.release(id, resource);
        }
    }

    private void make(IntegrationId id, String resource, RunId run, Runnable stillOurs) {
        var before = store.held(id, resource);
        var made = maker.make(id, resource);
        var now = clock.instant();
        var remark = before.filter(held -> !held.id().equals(made.subscription().id()))
                .map(held -> "It was made again at " + now.truncatedTo(ChronoUnit.SECONDS)
                        + " for a run, as the former had ended or was not ours.")
                .orElse(null);
        store.save(id, resource, made, now, run, remark, stillOurs, () -> {});
    }
}
