package dev.rollcall.manager.run;

import java.util.List;

import dev.rollcall.manager.web.FieldProblem;
import dev.rollcall.manager.web.ProblemException;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A part of a long list.
 *
 * @param next what to give as {@code after} for the next page; null on the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Page<T>(List<T> items, String next) {

    private static final int LONGEST = 1000;
    private static final int USUAL = 100;

    /** @throws ProblemException 400 */
    static int limit(String asked) {
        return (int) number("limit", asked, LONGEST, USUAL);
    }

    /**
     * A position to go on after; the start where none is given.
     *
     * @throws ProblemException 400
     */
    static long before(String after) {
        return number("after", after, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    private static long number(String field, String asked, long most, long otherwise) {
        if (asked == null || asked.isBlank()) {
            return otherwise;
        }
        try {
            var number = Long.parseLong(asked.strip());
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw ProblemException.invalid(List.of(new FieldProblem(field, "Use a number from 1 to " + most + ".")));
    }
}
