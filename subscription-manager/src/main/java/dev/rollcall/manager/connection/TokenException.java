package dev.rollcall.manager.connection;

/** Why there is no token. The message is one sentence for the administrator. */
public abstract sealed class TokenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private TokenException(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    /** The directory says no: asking again with the same credentials changes nothing. */
    public static final class Refused extends TokenException {
        private static final long serialVersionUID = 1L;

        public Refused(String sentence) {
            super(sentence, null);
        }
    }

    /** Not now: unreachable, throttled or in trouble. */
    public static final class Unavailable extends TokenException {
        private static final long serialVersionUID = 1L;

        public Unavailable(String sentence, Throwable cause) {
            super(sentence, cause);
        }
    }
}
