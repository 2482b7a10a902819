package dev.rollcall.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A PostgreSQL beside a process of its own: {@code --port N --data DIR [--durable] --roles a,b --passwords-file FILE}. The
 * file holds one {@code role=password} a line: passwords stand neither on a command line nor in an environment.
 */
public final class PostgresMain {

    private static final String USAGE =
            "PostgresMain --port N --data DIR [--durable] --roles a,b --passwords-file FILE";

    private PostgresMain() {}

    public static void main(String[] words) {
        PartMain.run(() -> {
            var arguments =
                    Arguments.of(words, Set.of("durable"), Set.of("port", "data", "roles", "passwords-file"), USAGE);
            var roles = arguments.text("roles").stream()
                    .flatMap(list -> Stream.of(list.split(",")))
                    .map(String::strip)
                    .filter(role -> !role.isEmpty())
                    .toList();
            var passwords = passwords(roles, arguments);
            PartMain.logTo(arguments.folder(), "testbed.%g.log");
            var postgres = RealPostgres.start(PostgresOptions.keeping(arguments.folder(), arguments.port())
                    .withDurable(arguments.has("durable")));
            try {
                roles.forEach(role -> postgres.database(role, passwords.get(role)));
            } catch (RuntimeException e) {
                postgres.close();
                throw new StartFailure(e.getMessage(), e);
            }
            return postgres;
        });
    }

    private static Map<String, String> passwords(List<String> roles, Arguments arguments) {
        if (roles.isEmpty()) {
            return Map.of();
        }
        var file = Path.of(arguments
                .text("passwords-file")
                .orElseThrow(() -> new StartFailure("--passwords-file is missing: roles need passwords.")));
        var passwords = read(file);
        for (var role : roles) {
            if (passwords.getOrDefault(role, "").isEmpty()) {
                throw new StartFailure("The passwords file " + file + " holds no line " + role + "=….");
            }
        }
        return passwords;
    }

    private static Map<String, String> read(Path file) {
        try (var lines = Files.lines(file)) {
            var passwords = new HashMap<String, String>();
            lines.filter(line -> line.indexOf('=') > 0).forEach(line -> {
                var at = line.indexOf('=');
                passwords.put(
                        line.substring(0, at).strip(), line.substring(at + 1).strip());
            });
            return passwords;
        } catch (IOException e) {
            throw new StartFailure("The passwords file " + file + " cannot be read.", e);
        }
    }
}
