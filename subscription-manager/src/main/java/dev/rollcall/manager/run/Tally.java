package dev.rollcall.manager.run;

import java.util.Map;
import java.util.TreeMap;

/** How the number of entries per kind and reason changes within one transaction; pure. */
final class Tally {

    /** Stands for entries whose outcome is not known yet. */
    static final String PENDING = "PENDING";

    /** @param kind an outcome's, {@link #PENDING}, or NONE where nothing will come of it */
    record Key(String run, String kind, String reason) implements Comparable<Key> {

        Key {
            kind = kind == null ? PENDING : kind;
            reason = reason == null ? "" : reason;
        }

        @Override
        public int compareTo(Key other) {
            int byRun = run.compareTo(other.run);
            int byKind = byRun == 0 ? kind.compareTo(other.kind) : byRun;
            return byKind == 0 ? reason.compareTo(other.reason) : byKind;
        }
    }

    private final Map<Key, Long> changes = new TreeMap<>();

    /** @param kind null while the outcome is not known */
    void add(String run, String kind, String reason, long entries) {
        changes.merge(new Key(run, kind, reason), entries, Long::sum);
    }

    /** One entry goes from one kind and reason to another. */
    void move(String run, String kindBefore, String reasonBefore, String kind, String reason) {
        add(run, kindBefore, reasonBefore, -1);
        add(run, kind, reason, 1);
    }

    /** What really changes, always in the same order, so that no two transactions wait for each other. */
    Map<Key, Long> changes() {
        var real = new TreeMap<>(changes);
        real.values().removeIf(n -> n == 0);
        return real;
    }
}
