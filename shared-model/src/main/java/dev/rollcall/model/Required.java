package dev.rollcall.model;

final class Required {

    private Required() {}

    static String text(String value, String what) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(what + " must not be empty");
        }
        if (value.indexOf(0) >= 0) {
            throw new IllegalArgumentException(what + " must not hold a NUL character, which no database takes");
        }
        return value;
    }

    static <T> T value(T value, String what) {
        if (value == null) {
            throw new IllegalArgumentException(what + " must be given");
        }
        return value;
    }

    static void range(int value, int from, int to, String what) {
        if (value < from || value > to) {
            throw new IllegalArgumentException(what + " must be from " + from + " to " + to + ", not " + value);
        }
    }

    /** A word that a newer version may have added reads as unknown, and fails nobody. */
    static <E extends Enum<E>> E constant(E[] constants, String name, E unknown) {
        for (var constant : constants) {
            if (constant.name().equals(name)) {
                return constant;
            }
        }
        return unknown;
    }
}
