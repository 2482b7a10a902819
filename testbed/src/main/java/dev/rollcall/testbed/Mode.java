package dev.rollcall.testbed;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where the real parts of a test come from. */
public enum Mode {
    /** Embedded where there are binaries for this system, in containers elsewhere. */
    AUTO,
    /** In containers, or not at all: a continuous build must not fall back silently. */
    CONTAINERS,
    /** Kafka in this JVM, PostgreSQL beside it. */
    EMBEDDED,
    /**
     * Addresses from {@code ROLLCALL_TESTBED_KAFKA}, {@code ROLLCALL_TESTBED_POSTGRES_URL}, {@code …_USER} and
     * {@code …_PASSWORD}; the user must be allowed to create roles and schemas.
     */
    EXTERNAL;

    static final String VARIABLE = "ROLLCALL_TESTBED";
    static final String PROPERTY = "rollcall.testbed";

    /** The property wins over the variable; {@link #AUTO} is resolved to what it means on this machine. */
    static Mode asked() {
        return Optional.ofNullable(System.getProperty(PROPERTY))
                .or(() -> Optional.ofNullable(System.getenv(VARIABLE)))
                .filter(word -> !word.isBlank())
                .map(Mode::of)
                .orElse(AUTO);
    }

    static Mode of(String word) {
        return Arrays.stream(values())
                .filter(mode -> mode.name().equalsIgnoreCase(word.strip()))
                .findFirst()
                .orElseThrow(() -> new StartFailure(VARIABLE + " is \"" + word + "\", but it must be one of "
                        + Arrays.stream(values()).map(Mode::label).collect(Collectors.joining(", ")) + "."));
    }

    Mode resolved() {
        return this == AUTO ? (hasBinaries() ? EMBEDDED : CONTAINERS) : this;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static boolean hasBinaries() {
        var system = System.getProperty("os.name").startsWith("Mac") ? "darwin" : "linux";
        var processor = System.getProperty("os.arch").equals("amd64") ? "x86_64" : "arm_64";
        var archive = "postgres-" + system + "-" + processor + ".txz";
        return Mode.class.getClassLoader().getResource(archive) != null;
    }
}
