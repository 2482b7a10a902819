package dev.rollcall.access;

/**
 * It cannot be opened: another integration's, another version's, for somebody else, sealed with a key we don't have, or
 * changed on the way. Cryptography does not say which, and the message holds nothing of the content.
 */
public final class SealBroken extends Exception {

    private static final long serialVersionUID = 1L;

    SealBroken(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
