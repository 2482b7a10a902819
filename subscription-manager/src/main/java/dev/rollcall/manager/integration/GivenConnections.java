package dev.rollcall.manager.integration;

import java.net.URI;
import java.util.Map;

/**
 * Connections of a request, which hold together and are on record nowhere.
 *
 * @param directory null where the request has none
 * @param zenQms null where the request has none
 */
public record GivenConnections(Directory directory, ZenQms zenQms) {

    /** The directory's. */
    public record Directory(URI tokenUrl, String tenantId, URI graphUrl, String clientId, String clientSecret) {
        @Override
        public String toString() {
            return "Directory[" + tenantId + ", clientSecret=***]";
        }
    }

    /** ZenQMS's. */
    public record ZenQms(URI baseUrl, String apiKey, Map<String, String> wire) {
        @Override
        public String toString() {
            return "ZenQms[apiKey=***]";
        }
    }
}
