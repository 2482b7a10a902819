package dev.rollcall.testbed;

/** A part did not start. The message is one sentence for whoever started it. */
public final class StartFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StartFailure(String sentence) {
        super(sentence);
    }

    public StartFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    /** The innermost cause's own words: what the vendor's code complains about, without its wrappers. */
    static String rootOf(Throwable problem) {
        var root = problem;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        var message = root.getMessage();
        return message == null || message.isBlank() ? root.getClass().getSimpleName() : message.strip();
    }
}
