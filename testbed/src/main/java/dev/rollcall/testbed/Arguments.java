package dev.rollcall.testbed;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code --name value} pairs and lone {@code --switches} of a command line. */
record Arguments(Map<String, String> values) {

    /** @throws StartFailure with one sentence and the usage */
    static Arguments of(String[] words, Set<String> switches, Set<String> names, String usage) {
        var values = new HashMap<String, String>();
        for (int i = 0; i < words.length; i++) {
            var name = words[i].startsWith("--") ? words[i].substring(2) : "";
            if (switches.contains(name)) {
                values.put(name, "");
            } else if (names.contains(name) && i + 1 < words.length) {
                values.put(name, words[++i]);
            } else {
                throw new StartFailure("\"" + words[i] + "\" is not understood here. Usage: " + usage);
            }
        }
        return new Arguments(values);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    int port() {
        var word = text("port").orElseThrow(() -> new StartFailure("--port is missing."));
        if (!word.matches("\\d{1,5}") || Integer.parseInt(word) < 1 || Integer.parseInt(word) > 65_535) {
            throw new StartFailure("--port must be a number from 1 to 65535, not \"" + word + "\".");
        }
        return Integer.parseInt(word);
    }

    Path folder() {
        return Path.of(text("data").orElseThrow(() -> new StartFailure("--data is missing.")));
    }
}
