package dev.rollcall.manager.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * An unguessable value, and the hash by which others recognise it.
 *
 * @param value 32 random bytes, base64url
 * @param hash SHA-256, lower-case hex; with 256 random bits behind it, it can't be turned back
 */
public record RandomSecret(String value, String hash) {

    private static final SecureRandom RANDOM = new SecureRandom();

    public static RandomSecret next() {
        var bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        var value = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return new RandomSecret(value, sha256(value));
    }

    private static String sha256(String value) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "RandomSecret[***]";
    }
}
