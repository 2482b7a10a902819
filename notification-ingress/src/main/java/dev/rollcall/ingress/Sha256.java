package dev.rollcall.ingress;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of a text's UTF-8 bytes. */
final class Sha256 {

    private Sha256() {}

    static byte[] of(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Lower case. */
    static String hexOf(String text) {
        return HexFormat.of().formatHex(of(text));
    }

    /** @throws IllegalArgumentException when it is not 64 hexadecimal digits */
    static byte[] parse(String hex) {
        if (hex.length() != 64) {
            throw new IllegalArgumentException("a SHA-256 has 64 hexadecimal digits");
        }
        return HexFormat.of().parseHex(hex);
    }
}
