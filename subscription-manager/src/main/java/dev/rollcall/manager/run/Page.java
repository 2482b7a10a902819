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
    static int limit(Integer asked) {
        if (asked == null) {
            return USUAL;
        }
        if (asked < 1 || asked > LONGEST) {
            throw ProblemException.invalid(
                    List.of(new FieldProblem("limit", "Use a number from 1 to " + LONGEST + ".")));
        }
        return asked;
    }
}
