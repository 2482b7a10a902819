package dev.rollcall.zenqms;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

import dev.rollcall.model.MappedFields;
import dev.rollcall.model.ZenQmsUserId;
import dev.rollcall.zenqms.budget.Answer;
import dev.rollcall.zenqms.budget.Budget;
import dev.rollcall.zenqms.budget.Line;
import dev.rollcall.zenqms.budget.Urgency;
import dev.rollcall.zenqms.budget.Waits;

/**
 * Keeps to the integration's budget, and leaves a ZenQMS alone that fails. One object per integration. Whoever can't get a turn
 * in time gets {@link ZenQmsException.NoTurn}, and nothing was sent.
 */
public final class PacedZenQmsUsers implements ZenQmsUsers {

    private static final Runnable NOTHING = () -> {};
    /** For what the call does beside waiting for ZenQMS. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final ZenQmsUsers users;
    private final Line line;
    private final Breaker breaker;
    private final Duration patience;
    private final Duration longest;
    private final Waits waits;

    /**
     * @param patience the longest a call waits for its turn; the call itself comes on top
     * @param callTimeout the longest a call takes
     */
    public PacedZenQmsUsers(ZenQmsUsers users, Budget budget, Duration patience, Duration callTimeout) {
        this(users, budget, patience, callTimeout, Clock.systemUTC(), (urgency, time) -> {});
    }

    /**
     * The same, watched.
     *
     * @param clock for how long a failing ZenQMS is left alone
     * @param waits hears how long each call waited for its turn
     */
    public PacedZenQmsUsers(
            ZenQmsUsers users, Budget budget, Duration patience, Duration callTimeout, Clock clock, Waits waits) {
        if (!patience.isPositive()) {
            throw new IllegalArgumentException("Patience must be longer than " + patience);
        }
        this.users = users;
        this.line = new Line(budget, clock);
        this.breaker = new Breaker(clock);
        this.patience = patience;
        this.waits = waits;
        this.longest = callTimeout.plus(MARGIN);
    }

    /**
     * The same users, with the same turns, for a caller who must check something at the last moment: that a lease outlasts
     * the call, say, which waiting for a turn may have used up.
     *
     * @param urgency who goes first when turns are scarce
     * @param beforeCall runs when the call has its turn; if it throws, that is thrown and nothing is sent
     */
    public ZenQmsUsers guardedBy(Urgency urgency, Runnable beforeCall) {
        return guardedBy(urgency, NOTHING, beforeCall);
    }

    /**
     * The same for a caller whose calls may be unwanted from one moment to the next, because an integration was paused, say.
     *
     * @param wanted asked while the call waits for its turn and last before it is sent; cheap. If it throws, that is thrown and
     *     nothing is sent
     */
    public ZenQmsUsers guardedBy(Urgency urgency, Runnable wanted, Runnable beforeCall) {
        return new Turns(urgency, wanted, beforeCall);
    }

    @Override
    public UserPage search(UserSearch search, int page) {
        return guardedBy(Urgency.BULK, NOTHING).search(search, page);
    }

    @Override
    public ZenQmsUser create(MappedFields fields) {
        return guardedBy(Urgency.BULK, NOTHING).create(fields);
    }

    @Override
    public void patch(ZenQmsUserId id, MappedFields changes) {
        guardedBy(Urgency.BULK, NOTHING).patch(id, changes);
    }

    @Override
    public void clearExternalId(ZenQmsUserId id) {
        guardedBy(Urgency.BULK, NOTHING).clearExternalId(id);
    }

    private final class Turns implements ZenQmsUsers {

        private final Urgency urgency;
        private final Runnable wanted;
        private final Runnable beforeCall;

        Turns(Urgency urgency, Runnable wanted, Runnable beforeCall) {
            this.urgency = urgency;
            this.wanted = wanted;
            this.beforeCall = beforeCall;
        }

        @Override
        public UserPage search(UserSearch search, int page) {
            return inTurn(() -> users.search(search, page));
        }

        @Override
        public ZenQmsUser create(MappedFields fields) {
            return inTurn(() -> users.create(fields));
        }

        @Override
        public void patch(ZenQmsUserId id, MappedFields changes) {
            inTurn(() -> {
                users.patch(id, changes);
                return null;
            });
        }

        @Override
        public void clearExternalId(ZenQmsUserId id) {
            inTurn(() -> {
                users.clearExternalId(id);
                return null;
            });
        }

        private <T> T inTurn(Supplier<T> call) {
            var turn = awaitTurn(urgency, wanted);
            Answer answer = new Answer.NotSent();
            try {
                mustNotBeQuiet();
                // Last: whatever waits for the database before this, the caller's check is of the moment of the call.
                beforeCall.run();
                wanted.run();
                var began = System.nanoTime();
                try {
                    var result = breaker.call(call);
                    answer = answered(began);
                    return result;
                } catch (ZenQmsException e) {
                    answer = answer(e, began);
                    throw e;
                }
            } finally {
                line.giveBack(turn, answer);
            }
        }
    }

    private static Answer answer(ZenQmsException e, long began) {
        return switch (e) {
            case ZenQmsException.Unavailable unavailable -> {
                var quiet = unavailable.retryAfter().orElse(Duration.ZERO);
                yield unavailable.isSlowDown() ? new Answer.SlowDown(quiet) : new Answer.Trouble(quiet);
            }
            case ZenQmsException.NoTurn ignored -> new Answer.NotSent();
            case ZenQmsException.AccessDenied ignored -> answered(began);
            case ZenQmsException.NotFound ignored -> answered(began);
            case ZenQmsException.Conflict ignored -> answered(began);
            case ZenQmsException.Rejected ignored -> answered(began);
        };
    }

    private static Answer answered(long began) {
        return new Answer.Answered(Duration.ofNanos(System.nanoTime() - began));
    }

    /** Somebody else may have been asked for quiet since the turn was given. */
    private void mustNotBeQuiet() {
        var quiet = line.quiet();
        if (quiet.isPositive()) {
            throw new ZenQmsException.NoTurn("ZenQMS asked for quiet.", quiet);
        }
    }

    private Budget.Turn awaitTurn(Urgency urgency, Runnable wanted) {
        var began = System.nanoTime();
        try {
            return switch (line.await(urgency, patience, longest, wanted)) {
                case Budget.Turn turn -> turn;
                case Budget.Wait(var millis) ->
                    throw new ZenQmsException.NoTurn(
                            "No turn at ZenQMS within " + patience.toMillis()
                                    + " ms: others are before this one and the pace is used up, or it asked for quiet.",
                            Duration.ofMillis(Math.clamp(millis, 1_000, 60_000)));
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ZenQmsException.NoTurn("Interrupted while waiting for a turn at ZenQMS.", Duration.ZERO);
        } finally {
            waits.waited(urgency, Duration.ofNanos(System.nanoTime() - began));
        }
    }
}
