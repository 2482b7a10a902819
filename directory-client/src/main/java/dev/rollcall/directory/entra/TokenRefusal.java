package dev.rollcall.directory.entra;

/**
 * Why Entra ID gave no token, in our words.
 *
 * @param code the number behind AADSTS; empty when there was none
 * @param seen what Entra ID says, without a full stop
 * @param todo what to do about it, without a full stop
 * @see <a href="https://learn.microsoft.com/entra/identity-platform/reference-error-codes">AADSTS error codes</a>
 */
public record TokenRefusal(Kind kind, String code, String seen, String todo) {

    /** What is wrong. */
    public enum Kind {
        WRONG_SECRET,
        EXPIRED_SECRET,
        UNKNOWN_CLIENT,
        UNKNOWN_TENANT,
        NOT_ALLOWED,
        WRONG_GRAPH,
        /** A refusal we have no word for. */
        OTHER,
        /** Trouble on their side, or too many requests: it passes. */
        PASSING,
        /** Nothing answered, or not Entra ID. */
        NOT_ENTRA
    }

    /** Whether asking again with the same credentials may help. */
    public boolean passes() {
        return kind == Kind.PASSING || kind == Kind.NOT_ENTRA;
    }

    /** Both halves as one sentence for the administrator. */
    public String sentence() {
        return seen + ": " + todo + shownCode() + ".";
    }

    /** {@code " (AADSTS7000215)"}, to look it up by; empty without a code. */
    public String shownCode() {
        return code.isEmpty() ? "" : " (AADSTS" + code + ")";
    }
}
