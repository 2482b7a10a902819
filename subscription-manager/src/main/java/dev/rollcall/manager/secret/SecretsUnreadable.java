package dev.rollcall.manager.secret;

/** A secret on record can't be decrypted. The message is one sentence for the administrator and holds nothing of it. */
public final class SecretsUnreadable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SecretsUnreadable(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
