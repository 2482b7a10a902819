package dev.rollcall.manager.integration;

import java.util.ArrayList;
import java.util.List;

import dev.rollcall.manager.web.FieldProblem;

/** Collects everything that is wrong with a request, so that it is said at once. */
final class Findings {

    private final List<FieldProblem> problems = new ArrayList<>();

    void add(String field, String message) {
        problems.add(new FieldProblem(field, message));
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    List<FieldProblem> all() {
        return List.copyOf(problems);
    }

    /** Null, after saying so, when the text is missing or too long. */
    String required(String field, String value, int longest, String what) {
        if (value == null || value.isBlank()) {
            add(field, "Give " + what + ".");
            return null;
        }
        var text = value.strip();
        if (text.length() > longest) {
            add(field, "This is longer than " + longest + " characters.");
            return null;
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            add(field, "This holds control characters; copy it again.");
            return null;
        }
        return text;
    }
}
