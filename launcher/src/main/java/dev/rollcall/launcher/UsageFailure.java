package dev.rollcall.launcher;

/** A command that was called wrongly, in one sentence that says what to do. Exit 2. */
public final class UsageFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UsageFailure(String sentence) {
        super(sentence);
    }
}
