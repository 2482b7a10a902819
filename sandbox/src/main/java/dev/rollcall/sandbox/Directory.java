package dev.rollcall.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The people of one tenant, in the order they came, and the log of what happened to them, from which delta queries live. */
final class Directory {
    enum State {
        LIVE,
        SOFT_DELETED,
        HARD_DELETED
    }

    /** What delta shows of one person; {@code everSet} are the properties that ever had a value. */
    record Seen(Person person, State state, Set<String> everSet, Set<String> changed) {}

    /** One page; {@code next} is the position after it, -1 at the end. */
    record Page(List<Seen> seen, long next) {}

    /** {@code properties} is empty where the whole person came or went. */
    private record Change(String id, Set<String> properties) {
        boolean concerns(Set<String> tracked) {
            return properties.isEmpty() || properties.stream().anyMatch(tracked::contains);
        }
    }

    /** A state that was; {@code state} is null for nobody. Shown until then, and for so many reads. */
    private static final class Earlier {
        private final Person person;
        private final State state;
        private final Instant until;
        private int reads;

        private Earlier(Person person, State state, Instant until, int reads) {
            this.person = person;
            this.state = state;
            this.until = until;
            this.reads = reads;
        }
    }

    private static final class Entry {
        private Person person;
        private State state = State.LIVE;
        private final Set<String> everSet;
        /** What a lagging replica still shows, oldest first. */
        private final Deque<Earlier> earlier = new ArrayDeque<>();

        private Entry(Person person) {
            this.person = person;
            this.everSet = new HashSet<>(UserJson.present(person));
        }
    }

    private final Map<String, Entry> entries = new HashMap<>();
    private final List<Entry> order = new ArrayList<>();
    private final List<Change> log = new ArrayList<>();
    private final InstantSource clock;
    private Duration lag = Duration.ZERO;
    private int lagReads;

    Directory(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void lag(Duration value) {
        lag = value;
    }

    synchronized Duration lag() {
        return lag;
    }

    synchronized void lagReads(int value) {
        lagReads = value;
    }

    synchronized int lagReads() {
        return lagReads;
    }

    synchronized void add(Person person) {
        var entry = new Entry(person);
        if (entries.putIfAbsent(person.id(), entry) != null) {
            throw new IllegalArgumentException("the directory already has " + person.id());
        }
        remember(entry, null, null);
        order.add(entry);
        log.add(new Change(person.id(), Set.of()));
    }

    /** The person after the change, and whether anything changed. */
    synchronized Optional<Person> change(String id, UnaryOperator<Person> change) {
        Entry entry = require(id, State.LIVE);
        Person after = change.apply(entry.person).withId(id);
        Set<String> different = UserJson.differences(entry.person, after);
        if (different.isEmpty()) {
            return Optional.empty();
        }
        replace(entry, after, different);
        return Optional.of(after);
    }

    /** Gives the person what it lacks, deleted or not; whether anything came of it. */
    synchronized boolean fill(String id, Person full) {
        Entry entry = entries.get(id);
        if (entry == null || entry.state == State.HARD_DELETED) {
            return false;
        }
        Person after = UserJson.filled(entry.person, full);
        Set<String> different = UserJson.differences(entry.person, after);
        if (!different.isEmpty()) {
            replace(entry, after, different);
        }
        return !different.isEmpty();
    }

    private void replace(Entry entry, Person after, Set<String> different) {
        remember(entry, entry.person, entry.state);
        entry.person = after;
        entry.everSet.addAll(UserJson.present(after));
        log.add(new Change(after.id(), Set.copyOf(different)));
    }

    private void remember(Entry entry, Person person, State state) {
        if (!lag.isZero() || lagReads > 0) {
            entry.earlier.add(new Earlier(person, state, clock.instant().plus(lag), lagReads));
        }
    }

    synchronized void softDelete(String id) {
        move(require(id, State.LIVE), State.SOFT_DELETED);
    }

    synchronized void restore(String id) {
        move(require(id, State.SOFT_DELETED), State.LIVE);
    }

    synchronized void hardDelete(String id) {
        Entry entry = entries.get(id);
        if (entry == null || entry.state == State.HARD_DELETED) {
            throw new IllegalArgumentException("the directory has no person " + id);
        }
        move(entry, State.HARD_DELETED);
    }

    synchronized Optional<Person> find(String id, State state) {
        Entry entry = entries.get(id);
        return entry != null && entry.state == state ? Optional.of(entry.person) : Optional.empty();
    }

    /** The person as a replica shows it, which may lag. */
    synchronized Optional<Person> read(String id, State state) {
        Entry entry = entries.get(id);
        if (entry == null) {
            return Optional.empty();
        }
        for (Earlier old = entry.earlier.peek(); old != null; old = entry.earlier.peek()) {
            if (old.reads > 0 || clock.instant().isBefore(old.until)) {
                old.reads--;
                return old.state == state ? Optional.of(old.person) : Optional.empty();
            }
            entry.earlier.poll();
        }
        return entry.state == state ? Optional.of(entry.person) : Optional.empty();
    }

    synchronized List<Person> people(State state) {
        return order.stream()
                .filter(entry -> entry.state == state)
                .map(entry -> entry.person)
                .toList();
    }

    /** How much happened so far: a position in the log. */
    synchronized long version() {
        return log.size();
    }

    /** Everybody who is there, from a position on. */
    synchronized Page walk(long from, int limit) {
        List<Seen> page = new ArrayList<>();
        int at = (int) from;
        for (; at < order.size() && page.size() < limit; at++) {
            if (order.get(at).state == State.LIVE) {
                page.add(seen(order.get(at), Set.of()));
            }
        }
        return new Page(page, at < order.size() ? at : -1);
    }

    /** Who changed in a tracked property between two positions of the log; a person may come again on a later page. */
    synchronized Page changes(long from, long upTo, int limit, Set<String> tracked) {
        Map<String, Set<String>> changed = new LinkedHashMap<>();
        int at = (int) from;
        for (; at < upTo; at++) {
            Change change = log.get(at);
            if (!change.concerns(tracked)) {
                continue;
            }
            if (!changed.containsKey(change.id) && changed.size() == limit) {
                break;
            }
            changed.merge(change.id, change.properties, Directory::union);
        }
        List<Seen> page = new ArrayList<>();
        changed.forEach((id, properties) -> page.add(seen(entries.get(id), properties)));
        return new Page(page, at < upTo ? at : -1);
    }

    /** Empty stands for the whole person and swallows the rest. */
    private static Set<String> union(Set<String> one, Set<String> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return Set.of();
        }
        Set<String> both = new LinkedHashSet<>(one);
        both.addAll(other);
        return both;
    }

    private Seen seen(Entry entry, Set<String> changed) {
        return new Seen(entry.person, entry.state, Set.copyOf(entry.everSet), changed);
    }

    private Entry require(String id, State state) {
        Entry entry = entries.get(id);
        if (entry == null || entry.state != state) {
            throw new IllegalArgumentException("no person " + id + " is " + state);
        }
        return entry;
    }

    private void move(Entry entry, State state) {
        remember(entry, entry.person, entry.state);
        entry.state = state;
        log.add(new Change(entry.person.id(), Set.of()));
    }
}
