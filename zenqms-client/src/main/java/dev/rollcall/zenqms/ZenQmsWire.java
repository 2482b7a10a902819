package dev.rollcall.zenqms;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What is not published about ZenQMS's wire, as settings. The published words are the defaults.
 *
 * @param authHeader the header that carries the API key; setting {@code auth-header}
 * @param authPrefix what stands before the key; setting {@code auth-prefix}
 * @param fieldCase how fields are written; both are read; setting {@code field-case}, snake or camel
 * @param statusField how the status is written; setting {@code status-field}, is_active or status
 * @param cleared how an external id is taken away; setting {@code clear-external-id}, null or empty
 */
public record ZenQmsWire(
        String authHeader, String authPrefix, FieldCase fieldCase, StatusField statusField, Cleared cleared) {

    /** How field names are written. */
    public enum FieldCase {
        SNAKE,
        CAMEL
    }

    /** How the status is written. */
    public enum StatusField {
        IS_ACTIVE,
        STATUS
    }

    /** How a value is taken away. */
    public enum Cleared {
        NULL,
        EMPTY
    }

    /** Takes values away with null, as nothing is published about it. */
    public ZenQmsWire(String authHeader, String authPrefix, FieldCase fieldCase, StatusField statusField) {
        this(authHeader, authPrefix, fieldCase, statusField, Cleared.NULL);
    }

    public static final ZenQmsWire PUBLISHED =
            new ZenQmsWire("Authorization", "Bearer ", FieldCase.SNAKE, StatusField.IS_ACTIVE);

    /** A token as HTTP means it. */
    private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}");

    private static final Pattern PREFIX = Pattern.compile("[ -~]{0,64}");
    /** The JDK's HTTP client sets these itself and refuses them from others. */
    private static final Set<String> RESTRICTED = Set.of("connection", "content-length", "expect", "host", "upgrade");

    private static final Set<String> KEYS =
            Set.of("auth-header", "auth-prefix", "field-case", "status-field", "clear-external-id");

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException naming the setting that is wrong
     */
    public static ZenQmsWire from(Map<String, String> settings) {
        var unknown = new TreeSet<>(settings.keySet());
        unknown.removeAll(KEYS);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "Unknown ZenQMS wire settings " + unknown + "; there are " + new TreeSet<>(KEYS));
        }
        settings.forEach((key, value) -> {
            if (value == null) {
                throw new IllegalArgumentException("ZenQMS wire setting " + key + " has no value");
            }
        });
        return new ZenQmsWire(
                header(settings.getOrDefault("auth-header", PUBLISHED.authHeader)),
                prefix(settings.getOrDefault("auth-prefix", PUBLISHED.authPrefix)),
                choice(FieldCase.class, settings, "field-case", PUBLISHED.fieldCase),
                choice(StatusField.class, settings, "status-field", PUBLISHED.statusField),
                choice(Cleared.class, settings, "clear-external-id", PUBLISHED.cleared));
    }

    private static String header(String name) {
        if (!HEADER.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "ZenQMS wire setting auth-header must be the name of a header, of at most 64 characters");
        }
        if (RESTRICTED.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                    "ZenQMS wire setting auth-header can't be " + name + ": that header is for the connection itself");
        }
        return name;
    }

    private static String prefix(String text) {
        if (!PREFIX.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "ZenQMS wire setting auth-prefix must be at most 64 printable ASCII characters");
        }
        return text;
    }

    private static <E extends Enum<E>> E choice(Class<E> type, Map<String, String> settings, String key, E otherwise) {
        var text = settings.get(key);
        if (text == null) {
            return otherwise;
        }
        for (var constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(text)) {
                return constant;
            }
        }
        // Without the text: a secret that was entered in the wrong place must not come back.
        throw new IllegalArgumentException(
                "ZenQMS wire setting " + key + " must be one of " + Arrays.toString(type.getEnumConstants()));
    }
}
