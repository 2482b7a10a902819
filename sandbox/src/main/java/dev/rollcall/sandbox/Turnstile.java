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

    private final Vertx vertx;

    Turnstile(Vertx vertx) {
        this.vertx = vertx;
    }

    /** For what can be answered at once and knows neither hangs nor hooks. */
    void pass(RoutingContext context, Visit visit, Duration latency, CallLog calls, Supplier<Answer> work) {
        int number = calls.came(call(context, visit));
        after(context, latency, () -> {
            Answer answer = work.get();
            calls.answered(number, answer.status());
            answer.send(context.response());
        });
    }

    /**
     * For calls that all faults apply to. A hang does nothing and says nothing; a lost answer does the work and cuts the
     * connection; the hook runs between work and answer, on a thread of its own, so it may block.
     */
    void pass(
            RoutingContext context,
            Visit visit,
            Switches switches,
            CallLog calls,
            Supplier<Future<Answer>> work,
            Function<Switches.Refusal, Answer> refuse,
            Consumer<RecordedCall> hook) {
        int number = calls.came(call(context, visit));
        if (switches.nextHangs()) {
            return;
        }
        after(context, switches.latency(), () -> {
            Future<Answer> answer = switches.nextRefusal()
                    .map(refusal -> Future.succeededFuture(refuse.apply(refusal)))
                    .orElseGet(work);
            answer.compose(done -> {
                        RecordedCall noted = calls.answered(number, done.status());
                        return hook == null
                                ? Future.succeededFuture(done)
                                : vertx.executeBlocking(
                                        () -> {
                                            hook.accept(noted);
                                            return done;
                                        },
                                        false);
                    })
                    .onFailure(context::fail)
                    .onSuccess(done -> {
                        if (switches.nextAnswerIsLost()) {
                            calls.answered(number, 0);
                            context.request().connection().close();
                        } else {
                            done.send(context.response());
                        }
                    });
        });
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
