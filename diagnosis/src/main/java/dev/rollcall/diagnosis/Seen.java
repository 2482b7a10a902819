package dev.rollcall.diagnosis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What came of one call. */
sealed interface Seen {

    ObjectMapper JSON = new ObjectMapper();

    /**
     * Something answered.
     *
     * @param contentType as sent; empty without one
     * @param location the host a redirect leads to; null for none
     * @param body the bytes, at most {@link Caller#MOST_BYTES} of them
     * @param took from sending to the last byte
     */
    record Answer(int status, String contentType, String location, byte[] body, Duration took) implements Seen {

        /** Null when the body is not JSON. */
        JsonNode json() {
            try {
                var node = JSON.readTree(body);
                return node == null || node.isMissingNode() ? null : node;
            } catch (IOException e) {
                return null;
            }
        }

        boolean isRedirect() {
            return status >= 300 && status < 400;
        }

        /** A page for people: a proxy's, a login's, an error's. */
        boolean isPage() {
            return contentType.toLowerCase(Locale.ROOT).contains("html")
                    || new String(body, 0, Math.min(body.length, 64), StandardCharsets.US_ASCII)
                            .stripLeading()
                            .startsWith("<");
        }

        @Override
        public String toString() {
            return "Answer[" + status + ", " + body.length + " bytes]";
        }
    }

    /**
     * Nothing answered.
     *
     * @param reason one sentence that names the host
     * @param todo one sentence; null where the reason says it already
     */
    record Nothing(Why why, String reason, String todo) implements Seen {}

    /** Why nothing answered. */
    enum Why {
        NO_ADDRESS,
        REFUSED,
        CERTIFICATE,
        TLS,
        TIMEOUT,
        CUT,
        /** We were not allowed to call there. */
        FORBIDDEN,
        /** The test's time was up. */
        TIME_UP
    }
}
