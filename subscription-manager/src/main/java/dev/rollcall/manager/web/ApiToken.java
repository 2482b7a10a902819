package dev.rollcall.manager.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.manager.config.ManagerConfig;

/** The token that every call of the API must show. Only its hash is kept. */
@ApplicationScoped
public class ApiToken {

    private static final int SHORTEST = 16;

    private final byte[] hash;
    private final String problem;

    ApiToken(ManagerConfig config) {
        String token = null;
        String trouble = null;
        try {
            if (config.apiTokenFile().filter(ApiToken::isOpenToEverybody).isPresent()) {
                trouble = "the file named by rollcall.manager.api-token-file can be read by everybody on this machine:"
                        + " take that right away (chmod o-r)";
            }
            token = read(config);
        } catch (IOException e) {
            trouble = "the file named by rollcall.manager.api-token-file can't be read";
        }
        if (trouble == null && token == null) {
            trouble =
                    "no API token: set ROLLCALL_API_TOKEN, or rollcall.manager.api-token-file to a file that holds it";
        } else if (trouble == null && token.length() < SHORTEST) {
            trouble = "the API token is shorter than " + SHORTEST + " characters: make a longer one at random";
        }
        this.problem = trouble;
        this.hash = trouble == null ? sha256(token) : null;
    }

    /** Why no call can be allowed; empty when a token is set. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Takes the same time for a near miss as for any other. */
    boolean matches(String shown) {
        return hash != null && MessageDigest.isEqual(hash, sha256(shown));
    }

    private static boolean isOpenToEverybody(String file) {
        try {
            return Files.getPosixFilePermissions(Path.of(file)).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            // Unreadable is said when it is read; elsewhere than on POSIX there is no such right.
            return false;
        }
    }

    private static String read(ManagerConfig config) throws IOException {
        if (config.apiTokenFile().isPresent()) {
            return Files.readString(Path.of(config.apiTokenFile().get())).strip();
        }
        return config.apiToken().map(String::strip).orElse(null);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
