package dev.rollcall.manager.run;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import dev.rollcall.manager.web.FieldProblem;
import dev.rollcall.manager.web.ProblemException;

/**
 * Where a page that is ordered by time goes on.
 *
 * @param at to the microsecond, as the database keeps it
 * @param id tells those of the same time apart
 */
record Cursor(Instant at, String id) {

    private static final String BETWEEN = "_";

    /** What {@code after} gets. */
    String text() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at) + BETWEEN + id;
    }

    /**
     * @param after null or blank for the first page
     * @return null for the first page
     * @throws ProblemException 400
     */
    static Cursor parse(String after) {
        if (after == null || after.isBlank()) {
            return null;
        }
        var parts = after.strip().split(BETWEEN, 2);
        try {
            if (parts.length == 2 && !parts[1].isEmpty()) {
                return new Cursor(Instant.EPOCH.plus(Long.parseLong(parts[0]), ChronoUnit.MICROS), parts[1]);
            }
        } catch (ArithmeticException | NumberFormatException | java.time.DateTimeException e) {
            // Said below.
        }
        throw refused();
    }

    /** @throws ProblemException 400 where the id is no number */
    long position() {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            throw refused();
        }
    }

    private static ProblemException refused() {
        return ProblemException.invalid(
                List.of(new FieldProblem("after", "Use the value of \"next\" of the page before, as it came.")));
    }
}
