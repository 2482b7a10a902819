package dev.rollcall.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.WebClient;

/**
 * Delivers notifications as Graph does: any 2xx in time is success, everything else is tried again with growing waits for
 * four hours, and then the notification is gone. Its state lives on one event loop.
 */
final class NotificationLine implements Notifier.Line {
    private static final Duration GIVE_UP_AFTER = Duration.ofHours(4);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
    /** More at a time would only queue in the client, where the receiver's time already runs. */
    private static final int AT_A_TIME = 32;

    private record Post(List<Notifier.Notice> notices, Notifier from, int attempt, Instant first) {
        Post again() {
            return new Post(notices, from, attempt + 1, first);
        }
    }

    private record Gate(String url, Notifier from) {}

    private final Vertx vertx;
    private final Context loop;
    private final WebClient http;
    private final SandboxOptions options;
    private final Random random;
    private final Map<Gate, List<Notifier.Notice>> gathered = new HashMap<>();
    private final Deque<Post> waiting = new ArrayDeque<>();
    private int underWay;

    NotificationLine(Vertx vertx, Context loop, WebClient http, SandboxOptions options) {
        this.vertx = vertx;
        this.loop = loop;
        this.http = http;
        this.options = options;
        this.random = new Random(options.seed());
    }

    @Override
    public void carry(Notifier.Notice notice, Notifier from) {
        loop.runOnContext(ignored -> {
            DeliveryFaults faults = from.faults();
            if (random.nextDouble() < faults.lose()) {
                record(new Post(List.of(notice), from, 1, Instant.now()), -1, Instant.now());
                return;
            }
            after(faults.delay(), () -> {
                for (int copy = 0; copy < faults.copies(); copy++) {
                    pass(notice, from, faults);
                }
            });
        });
    }

    private void pass(Notifier.Notice notice, Notifier from, DeliveryFaults faults) {
        if (!faults.gathers()) {
            send(new Post(List.of(notice), from, 1, Instant.now()));
            return;
        }
        var gate = new Gate(notice.url(), from);
        List<Notifier.Notice> window = gathered.computeIfAbsent(gate, key -> {
            after(faults.window(), () -> open(key, faults));
            return new ArrayList<>();
        });
        window.add(notice);
    }

    private void open(Gate gate, DeliveryFaults faults) {
        List<Notifier.Notice> window = gathered.remove(gate);
        if (faults.shuffle()) {
            Collections.shuffle(window, random);
        }
        for (int from = 0; from < window.size(); from += faults.itemsPerPost()) {
            int to = Math.min(window.size(), from + faults.itemsPerPost());
            send(new Post(List.copyOf(window.subList(from, to)), gate.from(), 1, Instant.now()));
        }
    }

    private void send(Post post) {
        waiting.add(post);
        next();
    }

    private void next() {
        while (underWay < AT_A_TIME && !waiting.isEmpty()) {
            attempt(waiting.poll());
        }
    }

    private void attempt(Post post) {
        List<Notifier.Notice> live = post.notices.stream()
                .filter(notice -> post.from.isLive(notice.subscriptionId()))
                .toList();
        if (live.isEmpty()) {
            return;
        }
        underWay++;
        Instant sent = Instant.now();
        Duration patience = post.attempt == 1 ? options.notificationTimeout() : options.notificationRetryTimeout();
        http.postAbs(live.get(0).url())
                .timeout(patience.toMillis())
                .putHeader("Content-Type", "application/json")
                .sendBuffer(Buffer.buffer(Json.write(body(live))))
                .onComplete(answer -> {
                    underWay--;
                    int status = answer.succeeded() ? answer.result().statusCode() : 0;
                    record(post, status, sent);
                    if (status < 200 || status > 299) {
                        later(post);
                    }
                    next();
                });
    }

    private void later(Post post) {
        Duration wait = options.notificationRetryBase().multipliedBy(1L << Math.min(post.attempt - 1, 20));
        wait = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
        if (post.first.plus(GIVE_UP_AFTER).isAfter(Instant.now().plus(wait))) {
            after(wait, () -> send(post.again()));
        }
    }

    private void record(Post post, int status, Instant sent) {
        post.from.record(new Delivery(
                sent,
                post.notices.get(0).subscriptionId(),
                post.notices.stream()
                        .map(Notifier.Notice::resource)
                        .filter(Objects::nonNull)
                        .toList(),
                post.notices.stream().map(Notifier.Notice::kind).toList(),
                post.attempt,
                status,
                Duration.between(sent, Instant.now())));
    }

    private static ObjectNode body(List<Notifier.Notice> notices) {
        ObjectNode body = Json.object();
        ArrayNode value = body.putArray("value");
        notices.forEach(notice -> value.add(notice.item()));
        return body;
    }

    private void after(Duration wait, Runnable then) {
        if (wait.toMillis() < 1) {
            then.run();
        } else {
            // Started on the loop, so the timer fires on it.
            vertx.setTimer(wait.toMillis(), ignored -> then.run());
        }
    }
}
