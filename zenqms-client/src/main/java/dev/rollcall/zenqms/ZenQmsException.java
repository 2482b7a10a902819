package dev.rollcall.zenqms;

import java.time.Duration;
import java.util.Optional;

/** Why ZenQMS did not do it. The category says what the caller should do. */
public abstract sealed class ZenQmsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private ZenQmsException(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    /**
     * Not now: throttled, 5xx, timeout, unreachable, or an answer that is not ZenQMS's. A write may have taken effect all
     * the same, so look before writing again.
     */
    public static final class Unavailable extends ZenQmsException {
        private static final long serialVersionUID = 1L;
        private final Duration retryAfter;
        private final boolean slowDown;

        /** A server's error, silence, no connection, or an answer that is not ZenQMS's. */
        public Unavailable(String sentence, Duration retryAfter, Throwable cause) {
            this(sentence, retryAfter, cause, false);
        }

        private Unavailable(String sentence, Duration retryAfter, Throwable cause, boolean slowDown) {
            super(sentence, cause);
            this.retryAfter = retryAfter;
            this.slowDown = slowDown;
        }

        /** ZenQMS is well and asks us to come less often. */
        public static Unavailable slowDown(String sentence, Duration retryAfter) {
            return new Unavailable(sentence, retryAfter, null, true);
        }

        public Optional<Duration> retryAfter() {
            return Optional.ofNullable(retryAfter);
        }

        /** Whether ZenQMS is well and only asks us to come less often. */
        public boolean isSlowDown() {
            return slowDown;
        }
    }

    /** Nothing was sent: others were before us, or ZenQMS is being left alone for a moment. The integration is well. */
    public static final class NoTurn extends ZenQmsException {
        private static final long serialVersionUID = 1L;
        private final Duration after;

        public NoTurn(String sentence, Duration after) {
            super(sentence, null);
            this.after = after;
        }

        /** When it is worth asking again. */
        public Duration after() {
            return after;
        }
    }

    /** The API key is refused: 401 wrong or not activated, 403 without the access it needs. Stops the integration. */
    public static final class AccessDenied extends ZenQmsException {
        private static final long serialVersionUID = 1L;
        private final int status;

        public AccessDenied(int status, String sentence) {
            super(sentence, null);
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    /** The user is not there (404). */
    public static final class NotFound extends ZenQmsException {
        private static final long serialVersionUID = 1L;

        public NotFound(String sentence) {
            super(sentence, null);
        }
    }

    /** The mail or external id belongs to somebody else (409), in this account or, for a mail, in another one. */
    public static final class Conflict extends ZenQmsException {
        private static final long serialVersionUID = 1L;

        public Conflict(String sentence) {
            super(sentence, null);
        }
    }

    /** The values are refused (400, 422); the same values will be refused again. */
    public static final class Rejected extends ZenQmsException {
        private static final long serialVersionUID = 1L;
        private final int status;

        public Rejected(int status, String sentence) {
            super(sentence, null);
            this.status = status;
        }

        public int status() {
            return status;
        }
    }
}
