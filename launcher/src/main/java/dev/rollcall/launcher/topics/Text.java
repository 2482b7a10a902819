package dev.rollcall.launcher.topics;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How numbers, times and strangers' text are written. */
final class Text {

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");

    private Text() {}

    /** Grouped by spaces, which mean the same everywhere. */
    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number).replace(',', ' ');
    }

    static String seconds(Instant at, ZoneId zone) {
        return SECONDS.format(at.atZone(zone));
    }

    static String millis(Instant at, ZoneId zone) {
        return MILLIS.format(at.atZone(zone));
    }

    /** The largest unit that says enough: {@code 48 s}, {@code 12 min}, {@code 5 h}, {@code 3 d}. */
    static String duration(Duration duration) {
        // Clocks of two machines differ.
        var seconds = Math.max(0, duration.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 7_200) {
            return seconds / 60 + " min";
        }
        return seconds < 172_800 ? seconds / 3_600 + " h" : seconds / 86_400 + " d";
    }

    /** On one line, and without what a terminal would take for a command: the text may be anybody's. */
    static String line(String text) {
        return text.replaceAll("\\p{Cc}|\\p{Cf}|[\\u2028\\u2029]", "\uFFFD");
    }

    /** The same for text of several lines. */
    static String lines(String text) {
        return text.replaceAll("[\\p{Cc}&&[^\\n]]|\\p{Cf}|[\\u2028\\u2029]", "\uFFFD");
    }

    /** Enough to tell ids apart by eye. */
    static String shortened(String id) {
        return line(id.length() > 8 ? id.substring(0, 8) : id);
    }
}
