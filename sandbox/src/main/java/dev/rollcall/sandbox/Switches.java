package dev.rollcall.sandbox;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** The faults one tenant or one account shows: how late it answers, and what it answers instead. The place for more. */
final class Switches {
    /** An answer that stands in for the real one; nothing is done. */
    record Refusal(int status, String retryAfter) {}

    private final Deque<Refusal> refusals = new ArrayDeque<>();
    private Duration latency = Duration.ZERO;
    private int hangs;
    private int lostAnswers;

    synchronized void latency(Duration value) {
        latency = value;
    }

    synchronized Duration latency() {
        return latency;
    }

    synchronized void failNext(int n, int status, String retryAfter) {
        for (int i = 0; i < n; i++) {
            refusals.add(new Refusal(status, retryAfter));
        }
    }

    synchronized Optional<Refusal> nextRefusal() {
        return Optional.ofNullable(refusals.poll());
    }

    synchronized void hangNext(int n) {
        hangs = n;
    }

    synchronized boolean nextHangs() {
        return hangs > 0 && hangs-- > 0;
    }

    synchronized void loseNextAnswers(int n) {
        lostAnswers = n;
    }

    synchronized boolean nextAnswerIsLost() {
        return lostAnswers > 0 && lostAnswers-- > 0;
    }
}
