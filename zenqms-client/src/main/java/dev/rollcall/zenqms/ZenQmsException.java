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

        public Unavailable(String sentence, Duration retryAfter, Throwable cause) {
            super(sentence, cause);
            this.retryAfter = retryAfter;
        }

        public Optional<Duration> retryAfter() {
            return Optional.ofNullable(retryAfter);
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
