package dev.rollcall.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;

/** The way each vendor call takes: noted, late if told so, done, noted again, answered. Waiting is by timer, never by blocking. */
final class Turnstile {
    /** Who calls what. */
    record Visit(String operation, String owner, String body) {}

    /**
     * Whose calls they are.
     *
     * @param refuse a refusal in the vendor's words
     * @param hook runs between a call's effect and its answer; null for none
     */
    record Desk(
            Switches switches,
            CallLog calls,
            Patience patience,
            Function<Fault.Refuse, Answer> refuse,
            Consumer<RecordedCall> hook) {}

    private final Vertx vertx;
    private final BodyFaults bodies;

    Turnstile(Vertx vertx) {
        this.vertx = vertx;
        this.bodies = new BodyFaults(vertx);
    }

    /** The hook runs between work and answer, on a thread of its own, so it may block. */
    void pass(RoutingContext context, Visit visit, Desk desk, Supplier<Future<Answer>> work) {
        RecordedCall call = call(context, visit);
        int number = desk.calls().came(call);
        desk.patience().came(call);
        Fault fault = desk.switches().next(visit.operation()).orElse(null);
        if (fault instanceof Fault.Hang) {
            return;
        }
        after(context, desk.switches().lateBy(), () -> {
            if (fault instanceof Fault.Html) {
                desk.calls().answered(number, 200);
                bodies.html(context);
                return;
            }
            Future<Answer> answer = fault instanceof Fault.Refuse refusal
                    ? Future.succeededFuture(desk.refuse().apply(refusal))
                    : work.get();
            answer.compose(done -> hooked(desk, desk.calls().answered(number, done.status()), done))
                    .onFailure(context::fail)
                    .onSuccess(done -> {
                        if (fault instanceof Fault.Cut || fault instanceof Fault.Silence) {
                            desk.calls().answered(number, 0);
                        } else {
                            desk.patience().answered(call, done);
                        }
                        send(context, done, fault);
                    });
        });
    }

    private Future<Answer> hooked(Desk desk, RecordedCall noted, Answer done) {
        if (desk.hook() == null) {
            return Future.succeededFuture(done);
        }
        return vertx.executeBlocking(
                () -> {
                    desk.hook().accept(noted);
                    return done;
                },
                false);
    }

    private void send(RoutingContext context, Answer answer, Fault fault) {
        switch (fault) {
            case null -> answer.send(context.response());
            case Fault.Refuse ignored -> answer.send(context.response());
            case Fault.Cut() -> context.request().connection().close();
            case Fault.Truncate() -> bodies.truncated(context, answer);
            case Fault.HalfJson() -> bodies.halfJson(context, answer);
            case Fault.Trickle(Duration over) -> bodies.trickle(context, answer, over);
            case Fault.Silence ignored -> {}
            case Fault.Hang ignored -> {}
            case Fault.Html ignored -> {}
        }
    }

    static RecordedCall call(RoutingContext context, Visit visit) {
        String query = context.request().query();
        return new RecordedCall(
                visit.operation(),
                context.request().method().name(),
                context.request().path(),
                query == null ? "" : QueryStringDecoder.decodeComponent(query),
                visit.owner(),
                0,
                Instant.now(),
                visit.body());
    }

    private void after(RoutingContext context, Duration wait, Runnable then) {
        if (wait.toMillis() < 1) {
            then.run();
            return;
        }
        vertx.setTimer(wait.toMillis(), ignored -> {
            try {
                then.run();
            } catch (RuntimeException e) {
                // The router catches what a handler throws, but a timer is outside of it.
                context.fail(e);
            }
        });
    }
}
