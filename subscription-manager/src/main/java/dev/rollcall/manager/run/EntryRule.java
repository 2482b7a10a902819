package dev.rollcall.manager.run;

import java.util.Set;

import static dev.rollcall.model.OutcomeKind.CREATED;
import static dev.rollcall.model.OutcomeKind.DEACTIVATED;
import static dev.rollcall.model.OutcomeKind.LINKED;
import static dev.rollcall.model.OutcomeKind.REACTIVATED;
import static dev.rollcall.model.OutcomeKind.UNCHANGED;
import static dev.rollcall.model.OutcomeKind.UPDATED;

/** Decides which report a person's entry tells; pure. */
final class EntryRule {

    /** Outcomes that changed ZenQMS. */
    private static final Set<String> EFFECTS =
            Set.of(CREATED.name(), UPDATED.name(), LINKED.name(), DEACTIVATED.name(), REACTIVATED.name());

    private EntryRule() {}

    /**
     * What an entry tells now.
     *
     * @param kind null while nothing was reported
     */
    record Told(String kind, String reason, long sequence) {}

    /**
     * An entry tells what the run did to a person. Batches that were sent again, because the manager was killed before it
     * noted so, find everybody unchanged: that undoes nothing. Otherwise the higher report number counts.
     *
     * @param told null where there is no entry yet
     * @param plan a preview did nothing to anybody: its newest word counts
     */
    static boolean replaces(Told told, String kind, long sequence, boolean plan) {
        if (told == null || told.kind() == null) {
            return true;
        }
        if (!plan && kind.equals(UNCHANGED.name()) && EFFECTS.contains(told.kind())) {
            return false;
        }
        if (!plan && told.kind().equals(UNCHANGED.name()) && EFFECTS.contains(kind)) {
            return true;
        }
        return told.sequence() < sequence;
    }
}
