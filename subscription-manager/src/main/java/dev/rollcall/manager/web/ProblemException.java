package dev.rollcall.manager.web;

import java.util.List;

/** A request that can't be done. The sentence says what is wrong and what to do. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    private ProblemException(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    /** 400: the request itself is wrong; every field that is wrong is named. */
    public static ProblemException invalid(List<FieldProblem> errors) {
        var sentence = errors.size() == 1
                ? errors.getFirst().message()
                : errors.size() + " fields need another value; see errors.";
        return new ProblemException(new Problem("Check the request", 400, sentence, errors));
    }

    /** 404: there is no such thing. */
    public static ProblemException notFound(String what, String id) {
        return new ProblemException(new Problem(
                "Not found", 404, "There is no " + what + " " + id + ": check the id, or list what there is.", null));
    }

    /** 409: not in the present state. */
    public static ProblemException conflict(String sentence) {
        return new ProblemException(new Problem("Not now", 409, sentence, null));
    }

    Problem problem() {
        return problem;
    }
}
