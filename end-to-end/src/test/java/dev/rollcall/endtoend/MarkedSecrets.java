package dev.rollcall.endtoend;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Every secret of one integration and of the services themselves, as marks. */
final class MarkedSecrets {

    private static final Pattern DOOR = Pattern.compile("/graph/([^/\"]+)/notifications");

    private final WholeStack stack;
    private final List<String> clientSecrets =
            List.of(Keys.marked("client-secret"), Keys.marked("replaced-client-secret"));
    private final String apiKey = Keys.marked("zenqms-key");

    MarkedSecrets(WholeStack stack) {
        this.stack = stack;
    }

    String clientSecret() {
        return clientSecrets.getFirst();
    }

    String replacedClientSecret() {
        return clientSecrets.getLast();
    }

    String apiKey() {
        return apiKey;
    }

    /** Also those that were made on the way: directory tokens, the door's key and client state. */
    List<Mark> soFar() {
        var marks = new ArrayList<Mark>();
        clientSecrets.forEach(secret -> add(marks, "client secret", secret));
        add(marks, "ZenQMS API key", apiKey);
        add(marks, "API token", stack.keys().apiToken());
        add(marks, "manager's database password", stack.keys().managerPassword());
        add(marks, "worker's database password", stack.keys().workerPassword());
        keyset(marks, "keyset for secrets", stack.keys().secretsKeyset());
        keyset(marks, "keyset for access", stack.keys().accessKeyset());
        stack.mirror().directoryTokens().forEach(token -> {
            add(marks, "directory token", token);
            // Cut off or taken apart it is still a secret.
            add(marks, "directory token's claims", token.split("\\.")[1]);
            add(marks, "directory token's signature", token.split("\\.")[2]);
        });
        stack.mirror().subscriptions().forEach(body -> {
            add(marks, "client state", clientState(body));
            add(marks, "integration key", integrationKey(body));
        });
        return marks;
    }

    static String clientState(String subscription) {
        return Administrator.read(subscription).path("clientState").asText();
    }

    static String integrationKey(String subscription) {
        var door = DOOR.matcher(subscription);
        if (!door.find()) {
            throw new AssertionError("A subscription without an address of a door");
        }
        return door.group(1);
    }

    private static void keyset(List<Mark> marks, String name, String json) {
        for (var key : Administrator.read(json).path("key")) {
            var material = key.path("keyData").path("value").asText();
            add(marks, name, material);
            marks.add(new Mark(Mark.Kind.SECRET, name, Base64.getDecoder().decode(material)));
        }
    }

    private static void add(List<Mark> marks, String name, String value) {
        marks.add(Mark.of(Mark.Kind.SECRET, name, value));
    }
}
