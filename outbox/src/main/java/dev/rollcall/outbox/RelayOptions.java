package dev.rollcall.outbox;

import java.time.Duration;

/**
 * How a relay works.
 *
 * @param page the most messages of one round
 * @param gather how long it lets messages gather after a round that left none behind; what comes after a silence goes at once
 * @param idle how long it waits when there was nothing, unless woken
 * @param firstPause after the first failure; doubled with each further one
 * @param longestPause where doubling ends
 * @param acknowledged how long it waits for Kafka before it calls a round failed; longer than the producer's
 *     delivery.timeout.ms, after which every message is settled one way or the other
 */
public record RelayOptions(
        int page, Duration gather, Duration idle, Duration firstPause, Duration longestPause, Duration acknowledged) {

    public static final RelayOptions DEFAULT = new RelayOptions(
            500,
            Duration.ofMillis(25),
            Duration.ofMillis(200),
            Duration.ofMillis(100),
            Duration.ofSeconds(5),
            Duration.ofSeconds(35));

    public RelayOptions {
        if (page < 1) {
            throw new IllegalArgumentException("A page needs at least one message, not " + page);
        }
    }

    public RelayOptions withPage(int messages) {
        return new RelayOptions(messages, gather, idle, firstPause, longestPause, acknowledged);
    }

    Duration pauseAfter(int failures) {
        var doubled = firstPause.multipliedBy(1L << Math.min(failures - 1, 20));
        return doubled.compareTo(longestPause) < 0 ? doubled : longestPause;
    }
}
