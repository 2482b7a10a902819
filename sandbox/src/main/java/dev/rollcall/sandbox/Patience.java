package dev.rollcall.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Watches whether one tenant's or account's client waits as long as it was told. A refusal of a whole call counts for
 * everything the client asks, a refusal inside a batch for that item alone.
 */
final class Patience {
    /** Another request that comes this soon was on its way when the refusal was; the same one can't have been. */
    private static final Duration UNDER_WAY = Duration.ofMillis(250);
    /** Two clocks and a timer's rounding. */
    private static final Duration GRACE = Duration.ofMillis(20);

    private record Wait(Instant told, Instant until) {}

    private final InstantSource clock;
    private final Map<String, Wait> byRequest = new HashMap<>();
    private final List<EarlyRetry> early = new ArrayList<>();
    private Wait everything;

    Patience(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void came(RecordedCall call) {
        Instant now = clock.instant();
        boolean same = lasts(byRequest.get(request(call)), now);
        boolean knew = lasts(everything, now) && now.isAfter(everything.told.plus(UNDER_WAY));
        if (same || knew) {
            Instant until = same ? byRequest.get(request(call)).until : everything.until;
            early.add(new EarlyRetry(call.operation(), call.path(), now, Duration.between(now, until), same));
        }
    }

    synchronized void itemCame(String operation, String url) {
        Instant now = clock.instant();
        Wait wait = byRequest.get(url);
        if (lasts(wait, now)) {
            String path = url.replaceFirst("\\?.*", "");
            early.add(new EarlyRetry(operation, path, now, Duration.between(now, wait.until), true));
        }
    }

    /** Notes what the answer tells the client to wait, if it does. */
    synchronized void answered(RecordedCall call, Answer answer) {
        told(answer).ifPresent(wait -> {
            byRequest.put(request(call), wait);
            if (!lasts(everything, wait.told)) {
                everything = wait;
            } else if (wait.until.isAfter(everything.until)) {
                // Told since the first refusal: in a storm each call would otherwise be excused by the one before.
                everything = new Wait(everything.told, wait.until);
            }
        });
    }

    synchronized void itemAnswered(String url, Answer answer) {
        told(answer).ifPresent(wait -> byRequest.put(url, wait));
    }

    synchronized List<EarlyRetry> early() {
        return List.copyOf(early);
    }

    private Optional<Wait> told(Answer answer) {
        String retryAfter = answer.headers().get("Retry-After");
        if (retryAfter == null || answer.status() < 400) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        byRequest.values().removeIf(wait -> !lasts(wait, now));
        return until(retryAfter, now).map(until -> new Wait(now, until));
    }

    private static Optional<Instant> until(String retryAfter, Instant now) {
        try {
            return Optional.of(now.plusMillis(Math.round(Double.parseDouble(retryAfter.strip()) * 1000)));
        } catch (NumberFormatException seconds) {
            try {
                return Optional.of(ZonedDateTime.parse(retryAfter.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant());
            } catch (DateTimeParseException date) {
                // Nonsense was sent on purpose; nobody can be early for it.
                return Optional.empty();
            }
        }
    }

    private static boolean lasts(Wait wait, Instant now) {
        return wait != null && now.isBefore(wait.until.minus(GRACE));
    }

    private static String request(RecordedCall call) {
        return call.method() + " " + call.path() + "?" + call.query() + "#" + call.body();
    }
}
