package dev.rollcall.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Where a keyset, as Tink's JSON, comes from. */
public sealed interface KeysetSource {

    /**
     * A file, for its owner alone.
     *
     * @param setting the setting that names the file, as an operator writes it
     */
    record File(String setting, Path path) implements KeysetSource {
        public File {
            Objects.requireNonNull(setting, "setting");
            Objects.requireNonNull(path, "path");
        }
    }

    /**
     * The JSON itself, as an orchestrator's secret store puts it into the environment.
     *
     * @param setting the environment variable's name, as an operator writes it
     * @param json null or blank when it is not set, which is told when the keyset is read
     */
    record Text(String setting, String json) implements KeysetSource {
        public Text {
            Objects.requireNonNull(setting, "setting");
        }

        @Override
        public String toString() {
            return "Text[" + setting + ", json=***]";
        }
    }

    static KeysetSource file(String setting, Path path) {
        return new File(setting, path);
    }

    static KeysetSource text(String setting, String json) {
        return new Text(setting, json);
    }

    static KeysetSource environment(String variable) {
        return new Text(variable, System.getenv(variable));
    }

    /** @throws KeysetTrouble when there is nothing to read */
    default String content() {
        var content = switch (this) {
            case File file -> read(file);
            case Text text -> text.json();
        };
        if (content == null || content.isBlank()) {
            throw new KeysetTrouble(name() + " holds no keyset: make one with dev.rollcall.access.NewKeyset.");
        }
        return content;
    }

    /** How an operator finds it. */
    default String name() {
        return switch (this) {
            case File file -> file.setting() + " (" + file.path() + ")";
            case Text text -> text.setting();
        };
    }

    private static String read(File file) {
        if (!Files.exists(file.path())) {
            throw new KeysetTrouble(file.setting() + " names the file " + file.path() + ", which does not exist.");
        }
        try {
            KeysetFile.requireOwnerOnly(file);
            return Files.readString(file.path());
        } catch (IOException e) {
            // The cause stays out: a decoding error may quote what it could not decode.
            throw new KeysetTrouble(file.setting() + " names the file " + file.path() + ", which cannot be read.");
        }
    }
}
