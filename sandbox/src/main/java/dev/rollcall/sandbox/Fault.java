package dev.rollcall.sandbox;

import java.time.Duration;

/** What becomes of one call instead of its proper answer. */
public sealed interface Fault {

    /**
     * Nothing is done; the answer is this status in the vendor's error shape.
     *
     * @param retryAfter the header {@code Retry-After}, whatever is written in it; null for none
     */
    record Refuse(int status, String retryAfter) implements Fault {}

    /** Nothing is done; a web page with status 200 comes from something in between. */
    record Html() implements Fault {}

    /** Nothing is done, and there is no answer until the client gives up. */
    record Hang() implements Fault {}

    /** The work is done, and there is no answer until the client gives up: a timeout after success. */
    record Silence() implements Fault {}

    /** The work is done, and the connection is cut without an answer. */
    record Cut() implements Fault {}

    /** The work is done; the connection is cut half-way through the body. */
    record Truncate() implements Fault {}

    /** The work is done; a whole, well-sent answer holds half of the JSON. */
    record HalfJson() implements Fault {}

    /**
     * The work is done; the body trickles.
     *
     * @param over from the first byte to the last
     */
    record Trickle(Duration over) implements Fault {}
}
