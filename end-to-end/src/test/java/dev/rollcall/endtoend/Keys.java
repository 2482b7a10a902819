package dev.rollcall.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.Base64;

import dev.rollcall.access.KeysetFile;

/**
 * What an operator keeps secret, made anew for each run of the tests. Keysets travel in the environment, as from an
 * orchestrator's secret store: there they are nearer to a log than in a file.
 */
record Keys(String apiToken, String managerPassword, String workerPassword, String secretsKeyset, String accessKeyset) {

    private static final SecureRandom RANDOM = new SecureRandom();

    static Keys make() {
        return new Keys(marked("api-token"), marked("manager-password"), marked("worker-password"), keyset(), keyset());
    }

    /** With characters that look different when encoded for an address. */
    static String marked(String what) {
        return "marked-" + what + "+" + random() + "/=~";
    }

    static String random() {
        var bytes = new byte[15];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String keyset() {
        try {
            var folder = Files.createTempDirectory("rollcall-end-to-end");
            var file = folder.resolve("keyset.json");
            KeysetFile.create(file);
            var json = Files.readString(file);
            Files.delete(file);
            Files.delete(folder);
            return json;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "Keys[***]";
    }
}
