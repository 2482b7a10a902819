package dev.rollcall.ingress;

/** Why a POST is refused. The texts are constants: nothing a sender wrote comes back to it. */
enum Rejected {
    TOKEN_REFUSED(400, "The validation token is longer than 2048 characters or holds characters that are not allowed."),
    NOT_JSON(400, "The body is not JSON."),
    NO_VALUE(400, "The body has no array \"value\"."),
    TOO_SLOW(408, "The body did not arrive in time."),
    TOO_LARGE(413, "The body is too large."),
    NOT_READY(503, "Not ready yet; send it again."),
    BUSY(503, "Too much at a time; send it again."),
    NOT_APPENDED(503, "Could not be stored; send it again.");

    private final int status;
    private final String sentence;

    Rejected(int status, String sentence) {
        this.status = status;
        this.sentence = sentence;
    }

    int status() {
        return status;
    }

    String sentence() {
        return sentence;
    }

    /** Whether the same POST may succeed when sent again. */
    boolean isWorthRetrying() {
        return status == 503;
    }

    /** Whether the sender may still be sending, so that the connection is of no further use. */
    boolean leavesBodyUnread() {
        return this == TOO_SLOW || this == TOO_LARGE;
    }
}
