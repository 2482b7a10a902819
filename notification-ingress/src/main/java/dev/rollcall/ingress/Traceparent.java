package dev.rollcall.ingress;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The W3C trace context of one POST.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">traceparent</a>
 */
final class Traceparent {

    private static final Pattern VALID =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    private Traceparent() {}

    /** The sender's own if it is valid, else a new one. */
    static String of(String header, RandomGenerator random) {
        return header != null && VALID.matcher(header).matches() ? header : create(random);
    }

    private static String create(RandomGenerator random) {
        var id = new byte[24];
        random.nextBytes(id);
        // All zeros is no id; a set bit in each half keeps clear of it.
        id[0] |= 1;
        id[16] |= 1;
        var hex = HexFormat.of();
        return "00-" + hex.formatHex(id, 0, 16) + "-" + hex.formatHex(id, 16, 24) + "-01";
    }
}
