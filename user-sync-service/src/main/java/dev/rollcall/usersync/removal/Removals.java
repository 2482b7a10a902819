package dev.rollcall.usersync.removal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.ZenQmsUserId;
import dev.rollcall.usersync.UserSyncConfig;
import dev.rollcall.usersync.integration.AccessUnreadable;
import dev.rollcall.usersync.integration.Integrations;
import dev.rollcall.usersync.integration.KnownIntegration;
import dev.rollcall.usersync.reconcile.Clients;
import dev.rollcall.usersync.reconcile.DatabaseOutage;
import dev.rollcall.usersync.reconcile.Refusals;
import dev.rollcall.usersync.reconcile.SideBySide;
import dev.rollcall.usersync.work.Chore;
import dev.rollcall.zenqms.UserSearch;
import dev.rollcall.zenqms.ZenQmsException;
import dev.rollcall.zenqms.ZenQmsUser;
import dev.rollcall.zenqms.ZenQmsUsers;
import dev.rollcall.zenqms.budget.Urgency;

import org.jboss.logging.Logger;

/**
 * Removes integrations: clears exactly the external ids that Rollcall set and that are still what it set, reads back that none is
 * left, and reports. A step at a time, each recorded: whoever is killed is followed by another who goes on. The directory is
 * not asked.
 */
@ApplicationScoped
public class Removals implements Chore {

    private static final Logger LOG = Logger.getLogger(Removals.class);

    /** People in one step. */
    private static final int STEP = 20;
    /** A call's answer, and our record of it. */
    private static final Duration MARGIN = Duration.ofSeconds(2);
    /** A ZenQMS that shows what was cleared is asked again at once this often, then slowly. */
    private static final int READ_BACK_AT_ONCE = 3;

    private static final Duration SLOWLY = Duration.ofMinutes(1);

    private final RemovalTable table;
    private final RemovalRecorder recorder;
    private final Forgetting forgetting;
    private final Integrations integrations;
    private final Clients clients;
    private final Refusals refusals;
    private final SideBySide sideBySide;
    private final UserSyncConfig config;

    Removals(
            RemovalTable table,
            RemovalRecorder recorder,
            Forgetting forgetting,
            Integrations integrations,
            Clients clients,
            Refusals refusals,
            SideBySide sideBySide,
            UserSyncConfig config) {
        this.table = table;
        this.recorder = recorder;
        this.forgetting = forgetting;
        this.integrations = integrations;
        this.clients = clients;
        this.refusals = refusals;
        this.sideBySide = sideBySide;
        this.config = config;
    }

    /** Of each integration that is being removed. */
    @Override
    public boolean workOnce() {
        var worked = forgetting.forgetOne();
        for (var integration : table.due()) {
            var removal = table.lease(integration, config.lease());
            if (removal.isPresent()) {
                worked |= step(removal.get());
            }
        }
        return worked;
    }

    private boolean step(Removal removal) {
        var integration = removal.integrationId();
        try {
            return table.dropWork(integration) && stepWithoutWorkers(removal);
        } catch (Removal.Lost e) {
            LOG.infof("%s integrationId=%s", e.getMessage(), integration);
            return false;
        } catch (AccessUnreadable e) {
            refusals.unreadable(integration, e.accessVersion(), e.getMessage());
            return false;
        } catch (RuntimeException e) {
            if (DatabaseOutage.isBehind(e)) {
                throw e;
            }
            LOG.errorf(e, "Its removal stopped short: integrationId=%s", integration);
            integrations.rest(integration, null, "An unexpected error; the service's log has it.");
            return false;
        } finally {
            table.giveBack(removal);
        }
    }

    private boolean stepWithoutWorkers(Removal removal) {
        var attempts = table.attempts(removal.integrationId());
        var people = table.toClear(removal.integrationId(), STEP);
        if (attempts.isEmpty() && people.isEmpty() && !table.anythingCleared(removal.integrationId())) {
            // Nothing to ask ZenQMS for: there may be no access either.
            recorder.report(removal);
            return true;
        }
        var known = integrations.removing(removal.integrationId());
        return known.isPresent() && step(removal, known.get(), attempts, people);
    }

    private boolean step(
            Removal removal, KnownIntegration integration, List<RemovalTable.Attempt> attempts, List<ToClear> people) {
        var users = clients.zenQms(integration, Urgency.BULK, () -> removal.outlasts(call()));
        try {
            if (!attempts.isEmpty()) {
                return settle(removal, attempts, users);
            }
            if (!people.isEmpty()) {
                clear(removal, integration, people, users);
                return true;
            }
            return readBack(removal, integration, users);
        } catch (ZenQmsException e) {
            failed(integration, e);
            return false;
        }
    }

    /** What a worker that died began, and nobody recorded. */
    private boolean settle(Removal removal, List<RemovalTable.Attempt> attempts, ZenQmsUsers users) {
        var settled = false;
        for (var attempt : attempts) {
            // Its call may still be on its way.
            if (attempt.age().compareTo(call()) > 0) {
                var found = find(
                        users,
                        new UserSearch.ByEmail(attempt.email()),
                        user -> attempt.subjectId().value().equals(user.externalId()));
                table.settle(removal, attempt, found);
                settled = true;
            }
        }
        return settled;
    }

    private void clear(Removal removal, KnownIntegration integration, List<ToClear> people, ZenQmsUsers users) {
        var stopped = new AtomicReference<ZenQmsException>();
        var found = inTurn(
                people,
                stopped,
                one -> find(
                        users,
                        new UserSearch.ById(one.user()),
                        user -> user.id().equals(one.user())));
        var ends = new LinkedHashMap<ToClear, Clearing>();
        var toClear = new ArrayList<ToClear>();
        found.forEach((one, user) -> {
            var clearing = Clearing.of(one.subjectId(), user, one.begun());
            if (clearing instanceof Clearing.Clear) {
                toClear.add(one);
            } else {
                ends.put(one, clearing);
            }
        });
        if (!toClear.isEmpty()) {
            table.begin(removal, toClear);
            ends.putAll(inTurn(toClear, stopped, one -> clear(users, one)));
        }
        recorder.record(removal, ends);
        if (stopped.get() != null) {
            throw stopped.get();
        }
        integrations.rested(integration.id());
    }

    private static Clearing clear(ZenQmsUsers users, ToClear one) {
        try {
            users.clearExternalId(one.user());
            return new Clearing.Done();
        } catch (ZenQmsException.NotFound e) {
            return Clearing.gone();
        } catch (ZenQmsException.Rejected | ZenQmsException.Conflict e) {
            return Clearing.refused(e.getMessage());
        }
    }

    /** Side by side. Who could not be asked is missing in the result; nobody else is asked then. */
    private <T> Map<ToClear, T> inTurn(
            List<ToClear> people, AtomicReference<ZenQmsException> stopped, Function<ToClear, T> call) {
        var results = new ConcurrentHashMap<ToClear, T>();
        var unexpected = new AtomicReference<RuntimeException>();
        try (var threads = sideBySide.open()) {
            for (var one : people) {
                threads.submit(() -> {
                    try {
                        if (stopped.get() == null && unexpected.get() == null) {
                            results.put(one, call.apply(one));
                        }
                    } catch (ZenQmsException e) {
                        stopped.compareAndSet(null, e);
                    } catch (RuntimeException e) {
                        unexpected.compareAndSet(null, e);
                    }
                });
            }
        }
        if (unexpected.get() != null) {
            throw unexpected.get();
        }
        return results;
    }

    /** By what ZenQMS documents to search by. A server that ignores it sends everybody, page by page. */
    private static Optional<ZenQmsUser> find(ZenQmsUsers users, UserSearch search, Predicate<ZenQmsUser> wanted) {
        for (int number = 1; ; number++) {
            var page = users.search(search, number);
            var found = page.users().stream().filter(wanted).findFirst();
            if (found.isPresent() || page.last()) {
                return found;
            }
        }
    }

    /** Whether nobody carries what was cleared. Only then it is reported. */
    private boolean readBack(Removal removal, KnownIntegration integration, ZenQmsUsers users) {
        var again = 0;
        var seen = new HashSet<ZenQmsUserId>();
        var last = false;
        for (int number = 1; !last; number++) {
            var page = users.search(new UserSearch.Everybody(), number);
            var before = seen.size();
            page.users().forEach(user -> seen.add(user.id()));
            last = page.last() || seen.size() == before;
            again += table.again(removal, page.users());
        }
        if (again == 0) {
            recorder.report(removal);
            return true;
        }
        LOG.warnf(
                "ZenQMS still shows external ids that were cleared: integrationId=%s users=%d",
                integration.id(), again);
        if (table.readBack(removal) >= READ_BACK_AT_ONCE) {
            integrations.rest(integration.id(), SLOWLY, "ZenQMS still shows external ids that were cleared.");
        }
        return true;
    }

    private void failed(KnownIntegration integration, ZenQmsException e) {
        switch (e) {
            case ZenQmsException.AccessDenied ignored -> refusals.zenQms(integration, e.getMessage());
            case ZenQmsException.Unavailable unavailable ->
                integrations.rest(integration.id(), unavailable.retryAfter().orElse(null), e.getMessage());
            // Its turn comes.
            case ZenQmsException.NoTurn ignored -> {}
            case ZenQmsException.NotFound ignored -> integrations.rest(integration.id(), null, e.getMessage());
            case ZenQmsException.Conflict ignored -> integrations.rest(integration.id(), null, e.getMessage());
            case ZenQmsException.Rejected ignored -> integrations.rest(integration.id(), null, e.getMessage());
        }
    }

    private Duration call() {
        return config.callTimeout().plus(MARGIN);
    }
}
