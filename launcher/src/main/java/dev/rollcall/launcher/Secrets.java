package dev.rollcall.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

import dev.rollcall.access.KeysetFile;

/** Keys, passwords and the API token of this installation: made once, each in a file that only its owner reads. */
final class Secrets {

    static final List<String> ROLES = List.of("user_sync", "subscription_manager");

    private final Path folder;

    private Secrets(Path folder) {
        this.folder = folder;
    }

    static Secrets in(Path data) {
        var secrets = new Secrets(data.resolve("secrets"));
        try {
            Files.createDirectories(
                    secrets.folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        secrets.keyset(secrets.accessKeyset());
        secrets.keyset(secrets.secretsKeyset());
        secrets.once(secrets.apiTokenFile(), random());
        secrets.once(
                secrets.passwordsFile(),
                ROLES.stream().map(role -> role + "=" + random()).collect(Collectors.joining("\n", "", "\n")));
        return secrets;
    }

    Path accessKeyset() {
        return folder.resolve("access-keyset.json");
    }

    Path secretsKeyset() {
        return folder.resolve("secrets-keyset.json");
    }

    Path apiTokenFile() {
        return folder.resolve("api-token");
    }

    Path passwordsFile() {
        return folder.resolve("database-passwords");
    }

    String apiToken() {
        return read(apiTokenFile()).strip();
    }

    String password(String role) {
        return read(passwordsFile())
                .lines()
                .filter(line -> line.startsWith(role + "="))
                .map(line -> line.substring(role.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    private void keyset(Path file) {
        if (!Files.exists(file)) {
            KeysetFile.create(file);
        }
    }

    private void once(Path file, String content) {
        try {
            if (!Files.exists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, content);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String random() {
        var bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
