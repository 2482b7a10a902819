package dev.rollcall.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/**
 * Where secrets come from: a file, the connections file, the environment, or the terminal, in this order.
 *
 * @param environment as of the process
 * @param terminal asks without echo; null where there is no terminal
 */
record ProbeSecrets(Map<String, String> environment, Function<String, char[]> terminal) {

    static ProbeSecrets here() {
        var console = System.console();
        return new ProbeSecrets(
                System.getenv(), console == null ? null : question -> console.readPassword("%s: ", question));
    }

    /**
     * @param file null for none
     * @param given what the connections file says; null for nothing
     */
    String secret(String what, Path file, String fileOption, String given, String variable) {
        var secret = read(what, file, fileOption, given, variable).strip();
        if (secret.isEmpty()) {
            throw new UsageFailure("The " + what + " is empty.");
        }
        if (secret.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new UsageFailure("The " + what + " holds characters that none has: copy it again.");
        }
        return secret;
    }

    private String read(String what, Path file, String fileOption, String given, String variable) {
        if (file != null) {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new UsageFailure("The file of the " + what + " can't be read: " + file);
            }
        }
        if (given != null) {
            return given;
        }
        if (environment.containsKey(variable)) {
            return environment.get(variable);
        }
        var typed = terminal == null ? null : terminal.apply(what);
        if (typed == null) {
            throw new UsageFailure("Give the " + what + " with " + fileOption + " FILE or in the environment variable "
                    + variable + ".");
        }
        return new String(typed);
    }

    @Override
    public String toString() {
        return "ProbeSecrets[***]";
    }
}
