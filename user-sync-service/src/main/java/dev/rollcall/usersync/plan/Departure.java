package dev.rollcall.usersync.plan;

import java.util.Optional;

import dev.rollcall.model.Scope;

/**
 * Why somebody is a leaver, as far as the directory says it. A rejected deactivation stays rejected while it is the same: names
 * and titles may change meanwhile.
 */
public enum Departure {
    DISABLED,
    DELETED,
    OUT_OF_SCOPE;

    /** Empty for somebody who is no leaver, or of whom the directory does not say. */
    public static Optional<Departure> of(PersonState state, Scope scope) {
        return switch (state) {
            case PersonState.Deleted ignored -> Optional.of(DELETED);
            case PersonState.Present(var person) when Boolean.FALSE.equals(person.enabled()) -> Optional.of(DISABLED);
            case PersonState.Present(var person)
            when scope.of(person) == Scope.Verdict.OUT -> Optional.of(OUT_OF_SCOPE);
            case PersonState.Present ignored -> Optional.empty();
        };
    }
}
