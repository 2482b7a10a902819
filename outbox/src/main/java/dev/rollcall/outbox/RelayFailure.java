package dev.rollcall.outbox;

/** A page did not go out. The message is a sentence without content of any message. */
final class RelayFailure extends Exception {

    private static final long serialVersionUID = 1L;

    RelayFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
