package dev.rollcall.ingress;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * A W3C trace context of our own, where nothing else makes one.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">traceparent</a>
 */
final class Traceparent {

    private Traceparent() {}

    static String create(RandomGenerator random) {
        var id = new byte[24];
        random.nextBytes(id);
        // All zeros is no id; a set bit in each half keeps clear of it.
        id[0] |= 1;
        id[16] |= 1;
        var hex = HexFormat.of();
        return "00-" + hex.formatHex(id, 0, 16) + "-" + hex.formatHex(id, 16, 24) + "-01";
    }
}
