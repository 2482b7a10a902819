package dev.rollcall.launcher.topics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.rollcall.model.MessageType;

/** The messages that are the contract. */
final class Golden {

    private static final Path FOLDER = Path.of("..", "shared-model", "src", "test", "resources", "golden");

    private Golden() {}

    static String text(MessageType type) {
        try {
            return Files.readString(FOLDER.resolve(type.ceType() + ".json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
