package dev.rollcall.usersync.reconcile;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What happened in a sequence, for whoever must understand its failure. */
final class Story {

    private final InstantSource time;
    private final List<String> lines = new ArrayList<>();
    private boolean somethingWentWrong;
    private boolean lostARefusal;

    Story(InstantSource time) {
        this.time = time;
    }

    void tell(Supplier<String> what) {
        lines.add(time.instant() + " " + what.get());
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    void wentWrong() {
        somethingWentWrong = true;
    }

    /** Whoever was asked to wait could tell nobody. */
    void losesARefusal() {
        lostARefusal = true;
    }

    boolean lostARefusal() {
        return lostARefusal;
    }

    /** Asked once: from then on all is well again. */
    boolean wentSomethingWrong() {
        var wrong = somethingWentWrong;
        somethingWentWrong = false;
        return wrong;
    }
}
