package dev.rollcall.diagnosis;

import java.net.URI;

import dev.rollcall.zenqms.ZenQmsWire;

/**
 * The ZenQMS account to be tested.
 *
 * @param wire how it is asked first; where that is not understood, a few other ways are tried
 */
public record ZenQmsTarget(URI baseUrl, String apiKey, ZenQmsWire wire) {

    @Override
    public String toString() {
        return "ZenQmsTarget[" + baseUrl.getHost() + ", apiKey=***]";
    }
}
