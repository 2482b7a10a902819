package dev.rollcall.access;

import java.net.URI;
import java.util.Map;

/**
 * What a worker needs to call ZenQMS.
 *
 * @param baseUrl workers call this address and no other
 * @param apiKey never null
 * @param wire how this account's API differs from the published words, such as the header's name; never null
 */
public record ZenQmsAccess(URI baseUrl, String apiKey, Map<String, String> wire) {

    public ZenQmsAccess {
        if (baseUrl == null || apiKey == null || apiKey.isBlank()) {
            throw new IllegalArgumentException("A ZenQMS access needs a base URL and an API key");
        }
        wire = wire == null ? Map.of() : Map.copyOf(wire);
    }

    @Override
    public String toString() {
        return "ZenQmsAccess[***]";
    }
}
