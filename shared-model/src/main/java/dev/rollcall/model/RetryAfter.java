package dev.rollcall.model;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** HTTP's header {@code Retry-After} (RFC 9110, 10.2.3), with the fractions of a second that Graph sends. */
public final class RetryAfter {

    /** Whoever says more than this says it again tomorrow. */
    private static final Duration MOST = Duration.ofDays(1);

    private RetryAfter() {}

    /**
     * @param header its text; null without one
     * @param now what a date is counted from
     * @return from zero to a day; null when there is nothing to read
     */
    public static Duration parse(String header, Instant now) {
        if (header == null || header.isBlank()) {
            return null;
        }
        var text = header.trim();
        try {
            var seconds = Double.parseDouble(text);
            return Double.isNaN(seconds) || seconds < 0
                    ? null
                    : Duration.ofMillis((long) Math.ceil(Math.min(seconds, MOST.toSeconds()) * 1000));
        } catch (NumberFormatException e) {
            return untilDate(text, now);
        }
    }

    private static Duration untilDate(String text, Instant now) {
        try {
            var until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            var wait = Duration.between(now, until);
            if (wait.isNegative()) {
                return Duration.ZERO;
            }
            return wait.compareTo(MOST) > 0 ? MOST : wait;
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
