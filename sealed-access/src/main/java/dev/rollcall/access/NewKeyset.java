package dev.rollcall.access;

import java.nio.file.Path;

/** Makes a keyset file: {@code NewKeyset FILE}, or with one more key: {@code NewKeyset OLD-FILE NEW-FILE}. */
public final class NewKeyset {

    private NewKeyset() {}

    public static void main(String[] words) {
        try {
            switch (words.length) {
                case 1 -> KeysetFile.create(Path.of(words[0]));
                case 2 -> KeysetFile.rotate(Path.of(words[0]), Path.of(words[1]));
                default -> throw new KeysetTrouble("Usage: NewKeyset FILE, or to rotate: NewKeyset OLD-FILE NEW-FILE");
            }
        } catch (KeysetTrouble e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
