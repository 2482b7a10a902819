package dev.rollcall.diagnosis;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.Optional;

import dev.rollcall.zenqms.ZenQmsWire;

/** Runs connection tests and finds checks by id. */
final class Reports {

    private static final HttpClient HTTP = ConnectionTest.client();

    private Reports() {}

    static ConnectionReport zenQms(URI base, String apiKey, ZenQmsWire wire) {
        return new ConnectionTest(HTTP, uri -> Optional.empty()).run(null, null, new ZenQmsTarget(base, apiKey, wire));
    }

    static ConnectionReport directory(URI login, String tenant, String clientId, String secret, URI graph) {
        return new ConnectionTest(HTTP, uri -> Optional.empty())
                .run(target(login, tenant, clientId, secret, graph), null, null);
    }

    static ConnectionReport door(DirectoryTarget directory, DoorTarget door) {
        return new ConnectionTest(HTTP, uri -> Optional.empty()).run(directory, door, null);
    }

    static DirectoryTarget target(URI login, String tenant, String clientId, String secret, URI graph) {
        var tokenUrl = URI.create(login + "/" + tenant + "/oauth2/v2.0/token");
        return new DirectoryTarget(tokenUrl, tenant, graph, new PlainTokens(HTTP, tokenUrl, clientId, secret, graph));
    }

    static Check check(ConnectionReport report, String id) {
        return report.checks().stream()
                .filter(c -> c.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no check " + id));
    }
}
