package dev.rollcall.access;

/** A keyset is missing or unusable. One sentence that names the setting and never the content. */
public final class KeysetTrouble extends RuntimeException {

    private static final long serialVersionUID = 1L;

    KeysetTrouble(String sentence) {
        super(sentence);
    }
}
