package dev.rollcall.directory;

import java.time.Duration;
import java.util.Optional;

/** Why a directory could not be asked. The category says what the caller should do. */
public abstract sealed class DirectoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private DirectoryException(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    /** Not now: throttled, 5xx, timeout, unreachable, or an answer that is not the directory's. Nobody failed; wait. */
    public static final class Unavailable extends DirectoryException {
        private static final long serialVersionUID = 1L;
        private final Duration retryAfter;

        /** @param retryAfter what the directory asked for; null when it said nothing */
        public Unavailable(String sentence, Duration retryAfter, Throwable cause) {
            super(sentence, cause);
            this.retryAfter = retryAfter;
        }

        public Optional<Duration> retryAfter() {
            return Optional.ofNullable(retryAfter);
        }
    }

    /** Not allowed (401, 403): the whole integration stops until access is mended. */
    public static final class AccessDenied extends DirectoryException {
        private static final long serialVersionUID = 1L;
        private final int status;

        public AccessDenied(int status, String sentence) {
            super(sentence, null);
            this.status = status;
        }

        /** 401 for a token that is not accepted, 403 for one that may not do this. */
        public int status() {
            return status;
        }
    }

    /** The request itself is refused; sending it again changes nothing. */
    public static final class Rejected extends DirectoryException {
        private static final long serialVersionUID = 1L;
        private final int status;
        private final String code;
        private final String existing;

        public Rejected(int status, String code, String sentence) {
            this(status, code, sentence, null);
        }

        /** @param existing the id of what stands in the way; null when the directory named none */
        public Rejected(int status, String code, String sentence, String existing) {
            super(sentence, null);
            this.status = status;
            this.code = code;
            this.existing = existing;
        }

        public int status() {
            return status;
        }

        /** The directory's error code; empty when it gave none. */
        public String code() {
            return code;
        }

        /** Of a 409: the id of what exists already, if the directory named it. */
        public Optional<String> existing() {
            return Optional.ofNullable(existing);
        }
    }

    /** The change feed no longer knows the link we hold: start again with a full walk. */
    public static final class FeedLost extends DirectoryException {
        private static final long serialVersionUID = 1L;

        public FeedLost(String sentence) {
            super(sentence, null);
        }
    }
}
