package dev.rollcall.ingress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import dev.rollcall.model.Cause;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.IntegrationSettings;
import dev.rollcall.model.IntegrationState;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The integration that the fixtures under {@code graph/} were sent to. */
final class Contoso {

    static final IntegrationId ID = new IntegrationId("contoso");
    static final String KEY = "contoso-key-0123456789abcdef";
    static final String CLIENT_STATE = "client-state-of-contoso";
    static final String SECOND_CLIENT_STATE = "second-client-state";

    private Contoso() {}

    static IntegrationSettings settings(long version, IntegrationState state) {
        return settings(ID, version, state, KEY, CLIENT_STATE, SECOND_CLIENT_STATE);
    }

    static IntegrationSettings settings(
            IntegrationId id, long version, IntegrationState state, String key, String... clientStates) {
        var hashes = Arrays.stream(clientStates).map(Sha256::hexOf).toList();
        return new IntegrationSettings(
                Envelope.live(id, Cause.ADMINISTRATION, version, null),
                version,
                state,
                "Contoso",
                IntegrationSettings.DirectoryKind.ENTRA,
                key == null ? null : new IntegrationSettings.Door(Sha256.hexOf(key), hashes),
                null);
    }

    static Door door() {
        return new Door(settings(7, IntegrationState.ACTIVE));
    }

    /** What a body under {@code graph/} holds. */
    static String fixture(String name) {
        return file(name + ".json");
    }

    /** What a query under {@code graph/} holds, still encoded. */
    static String query(String name) {
        return file(name + ".query").strip();
    }

    private static String file(String name) {
        try (var file = Contoso.class.getResourceAsStream("/graph/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<JsonNode> items(String fixture) {
        return json(fixture(fixture)).path("value").valueStream().toList();
    }

    static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
