package dev.rollcall.launcher.topics;

import dev.rollcall.launcher.UsageFailure;

/**
 * Whom a trail is about.
 *
 * @param integration null for any
 * @param subject the directory's object id
 */
record Person(String integration, String subject) {

    /** @param text {@code subject} or {@code integration/subject}, as a key is written */
    static Person of(String text) {
        var parts = text.strip().split("/", -1);
        if (parts.length > 2 || parts[parts.length - 1].isBlank() || parts[0].isBlank()) {
            throw new UsageFailure("Give --person the directory's object id, or integration/object id.");
        }
        return parts.length == 1 ? new Person(null, parts[0]) : new Person(parts[0], parts[1]);
    }

    boolean isIn(String integrationId) {
        return integration == null || integration.equals(integrationId);
    }

    /** Object ids are hex, which people write in either case. */
    boolean is(String subjectId) {
        return subject.equalsIgnoreCase(subjectId);
    }
}
