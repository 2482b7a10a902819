package dev.rollcall.usersync.removal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.usersync.integration.Integrations;
import dev.rollcall.usersync.integration.KnownIntegration;
import dev.rollcall.usersync.reconcile.SideBySide;
import dev.rollcall.zenqms.UserSearch;
import dev.rollcall.zenqms.ZenQmsException;
import dev.rollcall.zenqms.ZenQmsUser;
import dev.rollcall.zenqms.ZenQmsUsers;

/** Clears external ids, a few at a time: searched, compared, cleared, recorded. Stops where ZenQMS refuses, or only says that it did. */
@ApplicationScoped
class Clearings {

    /** A ZenQMS that still shows what it said it cleared is believed this often; then it is tried with one step's people. */
    private static final int READ_BACKS = 3;

    private static final String TO_MEND =
            " Set how it wants them cleared: the connection's wire setting clear-external-id, null or empty. It is tried again"
                    + " then, with new access, or after an hour.";

    private final RemovalTable table;
    private final RemovalRecorder recorder;
    private final Integrations integrations;
    private final SideBySide sideBySide;

    Clearings(RemovalTable table, RemovalRecorder recorder, Integrations integrations, SideBySide sideBySide) {
        this.table = table;
        this.recorder = recorder;
        this.integrations = integrations;
        this.sideBySide = sideBySide;
    }

    /** @throws ZenQmsException when ZenQMS can't be asked or told now; what was done until then is recorded */
    void clear(Removal removal, KnownIntegration integration, List<ToClear> people, ZenQmsUsers users) {
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
            var clearing = Clearing.of(one.subjectId(), user, one.begun(), one.shown());
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
        var refused = ends.entrySet().stream()
                .filter(end -> end.getValue() instanceof Clearing.Refused)
                .collect(Collectors.toMap(Map.Entry::getKey, end -> (Clearing.Refused) end.getValue()));
        ends.keySet().removeAll(refused.keySet());
        recorder.record(removal, ends);
        if (!refused.isEmpty()) {
            table.refused(removal, refused.keySet());
        }
        if (stopped.get() != null) {
            throw stopped.get();
        }
        integrations.rested(integration.id());
        if (!refused.isEmpty() && ends.isEmpty()) {
            // Who is not refused was taken first: there is nobody else, or ZenQMS refuses whomever we ask for.
            recorder.stuck(
                    removal,
                    integration.accessVersion(),
                    "ZenQMS refuses to clear external ids: "
                            + refused.values().iterator().next().sentence() + TO_MEND);
        } else {
            checkIfDoubted(
                    removal,
                    integration,
                    ends.keySet().stream()
                            .filter(one -> ends.get(one) instanceof Clearing.Done)
                            .toList(),
                    users);
        }
    }

    /** After several read-backs in vain nobody else is written to before these few are seen to be cleared. */
    private void checkIfDoubted(
            Removal removal, KnownIntegration integration, List<ToClear> cleared, ZenQmsUsers users) {
        var readBacks = table.readBacks(removal, 0);
        if (readBacks < READ_BACKS || cleared.isEmpty()) {
            return;
        }
        var shown = cleared.stream()
                .map(one -> find(
                        users,
                        new UserSearch.ById(one.user()),
                        user -> user.id().equals(one.user())))
                .flatMap(Optional::stream)
                .toList();
        if (table.again(removal, shown) > 0) {
            stuckAsIgnored(removal, integration);
        } else {
            table.trusted(removal, readBacks);
        }
    }

    private void stuckAsIgnored(Removal removal, KnownIntegration integration) {
        recorder.stuck(
                removal,
                integration.accessVersion(),
                "ZenQMS accepts that external ids are cleared, and still shows them." + TO_MEND);
    }

    private static Clearing clear(ZenQmsUsers users, ToClear one) {
        try {
            users.clearExternalId(one.user());
            return new Clearing.Done();
        } catch (ZenQmsException.NotFound e) {
            return Clearing.gone();
        } catch (ZenQmsException.Rejected | ZenQmsException.Conflict e) {
            return new Clearing.Refused(e.getMessage());
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
    static Optional<ZenQmsUser> find(ZenQmsUsers users, UserSearch search, Predicate<ZenQmsUser> wanted) {
        for (int number = 1; ; number++) {
            var page = users.search(search, number);
            var found = page.users().stream().filter(wanted).findFirst();
            if (found.isPresent() || page.last()) {
                return found;
            }
        }
    }

    /** All users were read back, and some of ours are among them. */
    void stillShown(Removal removal, KnownIntegration integration) {
        if (table.readBacks(removal, 1) >= READ_BACKS) {
            stuckAsIgnored(removal, integration);
        }
    }
}
