package dev.rollcall.usersync.plan;

import java.util.Optional;

/**
 * Why somebody is a leaver, as far as the directory says it. A rejected deactivation stays rejected while it is the same: names
 * and titles may change meanwhile.
 */
public enum Departure {
    DISABLED,
    DELETED;

    /** Empty for somebody who is no leaver, or of whom the directory does not say. */
    public static Optional<Departure> of(PersonState state) {
        return switch (state) {
            case PersonState.Deleted ignored -> Optional.of(DELETED);
            case PersonState.Present(var person) when Boolean.FALSE.equals(person.enabled()) -> Optional.of(DISABLED);
            case PersonState.Present ignored -> Optional.empty();
        };
    }
}
