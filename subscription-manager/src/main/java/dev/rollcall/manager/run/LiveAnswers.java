package dev.rollcall.manager.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Decides which of a person's waiting notices and requests an outcome answers; pure. A look answers every notice that came
 * before it was taken, and every request that came before the one it names.
 */
final class LiveAnswers {

    private LiveAnswers() {}

    /** @param request null for a notice */
    record Waiting(long position, Instant received, String request) {}

    /** @param covered whether the look was for a later notice or request of the same person */
    record Answer(long position, Recorded outcome, boolean covered) {}

    /**
     * @param answers each waiting entry at most once, by the first outcome that answers it
     * @param unasked outcomes that answer none of them
     */
    record Answered(List<Answer> answers, List<Recorded> unasked) {}

    /** @param outcomes of the same person */
    static Answered of(Collection<Waiting> waiting, Collection<Recorded> outcomes) {
        var open = new LinkedHashSet<>(waiting);
        var answers = new ArrayList<Answer>();
        var unasked = new ArrayList<Recorded>();
        outcomes.stream().sorted(Comparator.comparingLong(Recorded::sequence)).forEach(outcome -> {
            var asked = open.stream()
                    .filter(w -> outcome.request() != null && outcome.request().equals(w.request()))
                    .map(Waiting::received)
                    .findFirst()
                    .orElse(null);
            var these = open.stream()
                    .map(w -> answer(w, outcome, w.request() == null ? outcome.noticedAt() : asked))
                    .filter(Objects::nonNull)
                    .toList();
            var answered = these.stream().map(Answer::position).collect(Collectors.toSet());
            open.removeIf(w -> answered.contains(w.position()));
            answers.addAll(these);
            if (these.isEmpty()) {
                unasked.add(outcome);
            }
        });
        return new Answered(List.copyOf(answers), List.copyOf(unasked));
    }

    private static Answer answer(Waiting entry, Recorded outcome, Instant upTo) {
        return upTo == null || entry.received().isAfter(upTo)
                ? null
                : new Answer(entry.position(), outcome, isCovered(entry.received(), upTo));
    }

    /** Clocks of different precision are no later notice. */
    static boolean isCovered(Instant received, Instant upTo) {
        return upTo.isAfter(received.plusMillis(1));
    }
}
