package dev.rollcall.outbox;

/** A message that cannot be read. The text is one sentence and holds nothing of the content. */
public final class UnreadableMessage extends Exception {

    private static final long serialVersionUID = 1L;

    UnreadableMessage(String sentence) {
        // Without a cause: a parser's own message may quote what it could not parse.
        super(sentence);
    }
}
