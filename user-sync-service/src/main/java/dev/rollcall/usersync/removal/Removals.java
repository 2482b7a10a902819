package dev.rollcall.usersync.removal;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.ZenQmsUserId;
import dev.rollcall.usersync.UserSyncConfig;
import dev.rollcall.usersync.integration.AccessUnreadable;
import dev.rollcall.usersync.integration.Integrations;
import dev.rollcall.usersync.integration.KnownIntegration;
import dev.rollcall.usersync.reconcile.Clients;
import dev.rollcall.usersync.reconcile.DatabaseOutage;
import dev.rollcall.usersync.reconcile.Refusals;
import dev.rollcall.usersync.work.Chore;
import dev.rollcall.zenqms.UserSearch;
import dev.rollcall.zenqms.ZenQmsException;
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

    private final RemovalTable table;
    private final Attempts attempts;
    private final Clearings clearings;
    private final RemovalRecorder recorder;
    private final Forgetting forgetting;
    private final Integrations integrations;
    private final Clients clients;
    private final Refusals refusals;
    private final UserSyncConfig config;

    Removals(
            RemovalTable table,
            Attempts attempts,
            Clearings clearings,
            RemovalRecorder recorder,
            Forgetting forgetting,
            Integrations integrations,
            Clients clients,
            Refusals refusals,
            UserSyncConfig config) {
        this.table = table;
        this.attempts = attempts;
        this.clearings = clearings;
        this.recorder = recorder;
        this.forgetting = forgetting;
        this.integrations = integrations;
        this.clients = clients;
        this.refusals = refusals;
        this.config = config;
    }

    /** Of each integration that is being removed. */
    @Override
    public boolean workOnce() {
        var worked = forgetting.forgetOne() | recorder.sayAgain();
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
        var left = attempts.of(removal.integrationId());
        var people = table.toClear(removal.integrationId(), STEP);
        if (left.isEmpty() && people.isEmpty() && !table.anythingEnded(removal.integrationId())) {
            // Nothing to ask ZenQMS for: there may be no access either.
            recorder.report(removal);
            return true;
        }
        var known = integrations.removing(removal.integrationId());
        return known.isPresent() && step(removal, known.get(), left, people);
    }

    private boolean step(
            Removal removal, KnownIntegration integration, List<Attempts.Attempt> left, List<ToClear> people) {
        var users = clients.zenQms(integration, Urgency.BULK, () -> removal.outlasts(call()));
        try {
            if (!left.isEmpty()) {
                return settle(removal, left, users);
            }
            if (!people.isEmpty()) {
                clearings.clear(removal, integration, people, users);
                return true;
            }
            return readBack(removal, integration, users);
        } catch (ZenQmsException e) {
            failed(integration, e);
            return false;
        }
    }

    /** What a worker that died began, and nobody recorded. */
    private boolean settle(Removal removal, List<Attempts.Attempt> left, ZenQmsUsers users) {
        var settled = false;
        for (var attempt : left) {
            // Its call may still be on its way.
            if (attempt.age().compareTo(call()) > 0) {
                var found = Clearings.find(
                        users,
                        new UserSearch.ByEmail(attempt.email()),
                        user -> attempt.subjectId().value().equals(user.externalId()));
                attempts.settle(removal, attempt, found);
                settled = true;
            }
        }
        return settled;
    }

    /** Whether nobody carries what was ours. Only then it is reported. */
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
        LOG.warnf("ZenQMS still shows external ids that were ours: integrationId=%s users=%d", integration.id(), again);
        clearings.stillShown(removal, integration);
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
