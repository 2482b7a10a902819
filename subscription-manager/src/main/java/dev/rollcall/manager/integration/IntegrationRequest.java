package dev.rollcall.manager.integration;

import java.util.List;
import java.util.Map;

import dev.rollcall.model.Scope;

/**
 * What an administrator sends to create an integration, or to change one: then what is null stays.
 *
 * @param settings null for the defaults
 */
public record IntegrationRequest(String name, Directory directory, ZenQms zenqms, Settings settings) {

    /**
     * The directory's connection.
     *
     * @param kind only {@code entra} so far
     * @param graphUrl where Graph is, if the Token URL's cloud does not say; null otherwise
     */
    public record Directory(
            String kind, String authorizeUrl, String tokenUrl, String clientId, String clientSecret, String graphUrl) {

        @Override
        public String toString() {
            return "Directory[" + kind + ", clientSecret=***]";
        }
    }

    /**
     * ZenQMS's connection.
     *
     * @param wire what ZenQMS does otherwise than published, see {@link dev.rollcall.zenqms.ZenQmsWire}; may be null
     */
    public record ZenQms(String baseUrl, String apiKey, Map<String, String> wire) {

        @Override
        public String toString() {
            return "ZenQms[apiKey=***]";
        }
    }

    /**
     * How people are synchronised; each may be null for its default, see {@link dev.rollcall.model.IntegrationSettings.UserSync}.
     *
     * @param initialSync {@code full} or {@code link-only}
     * @param scope whom the integration is for; a patch replaces the whole of it
     */
    public record Settings(
            String initialSync,
            Boolean createPeople,
            Boolean matchGuestsByMail,
            List<String> protectedPeople,
            Integer brakePercent,
            Integer brakeAtLeast,
            Integer zenQmsRequestsPerSecond,
            Integer zenQmsConcurrency,
            Scope scope) {

        static final Settings DEFAULT = new Settings(null, null, null, null, null, null, null, null, null);
    }

    @Override
    public String toString() {
        return "IntegrationRequest[***]";
    }
}
