package dev.rollcall.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Where personal data may be found in clear, each with its reason. Secrets: nowhere, so there is no list of them. */
final class DocumentedPlaces {

    private static final Path ARCHITECTURE = Path.of("..", "docs", "architecture.md");
    private static final String HEADING = "\n## Where personal data is\n";
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    /** As {@link SearchedPlaces} names them. */
    static final Map<String, String> OF_PERSONAL_DATA = new LinkedHashMap<>();

    /** What nobody can read is kept as it came, so that it can be found out why. */
    static final Set<String> OF_STRAYS = Set.of(
            "rollcall.notification-ingress.dead-letters",
            "rollcall.user-sync-service.dead-letters",
            "rollcall.user-sync-service.dead-letters, key",
            "rollcall.subscription-manager.dead-letters",
            "rollcall.subscription-manager.dead-letters, key");

    static {
        because(
                "a snapshot saves a read of each person",
                "rollcall.sync.initial-batches",
                "user_sync.work_row.snapshot");
        because(
                "what was written, so that an administrator can tell and undo it",
                "rollcall.sync.outcomes",
                "rollcall.sync.plans",
                "subscription_manager.outcome.content",
                "subscription_manager.run_entry.content",
                "GET /api/v1/runs/{id}/entries",
                "GET /api/v1/runs/live-{id}/entries",
                "GET /api/v1/runs/{id}/entries.csv",
                "GET /api/v1/runs/{id}/entries.json",
                "GET /api/v1/integrations/{id}/outcomes");
        because("messages on their way to these topics", "user_sync.outbox.value", "subscription_manager.outbox.value");
        because("what was last written, so that nothing is written twice", "user_sync.ledger.written");
        because("one mail belongs to one person", "user_sync.ledger.disputed_mail", "user_sync.intent.email_lower");
        because(
                "ZenQMS's users, read once for a run",
                "user_sync.zenqms_index.email",
                "user_sync.zenqms_index.email_lower",
                "user_sync.zenqms_index.first_name",
                "user_sync.zenqms_index.last_name",
                "user_sync.zenqms_index.title");
    }

    private DocumentedPlaces() {}

    private static void because(String reason, String... places) {
        for (var place : places) {
            OF_PERSONAL_DATA.put(place, reason);
        }
    }

    /** The first column of the table that administrators and data protection officers read. */
    static Set<String> inTheDocumentation() {
        try {
            var text = Files.readString(ARCHITECTURE);
            var from = text.indexOf(HEADING);
            if (from < 0) {
                throw new AssertionError("docs/architecture.md lacks the section" + HEADING);
            }
            var section = text.substring(from + HEADING.length()).split("\n## ", 2)[0];
            var places = new LinkedHashSet<String>();
            section.lines().filter(line -> line.startsWith("| `")).forEach(line -> {
                var quoted = QUOTED.matcher(line.split("\\|")[1]);
                while (quoted.find()) {
                    places.add(quoted.group(1));
                }
            });
            return places;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
