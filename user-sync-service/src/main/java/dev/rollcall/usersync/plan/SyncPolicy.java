package dev.rollcall.usersync.plan;

import java.util.Set;

import dev.rollcall.model.IntegrationSettings;
import dev.rollcall.model.Scope;
import dev.rollcall.model.SubjectId;

/**
 * The settings that decide about a person.
 *
 * @param scope who is outside is a leaver, or nobody's business
 * @param linkOnly only set external ids on existing users: nobody is created, no field and no status written
 */
public record SyncPolicy(
        boolean createPeople,
        boolean matchGuestsByMail,
        boolean linkOnly,
        Set<SubjectId> protectedPeople,
        Scope scope) {

    public SyncPolicy {
        protectedPeople = Set.copyOf(protectedPeople);
    }

    public static SyncPolicy of(IntegrationSettings.UserSync settings, boolean linkOnly) {
        return new SyncPolicy(
                settings.createPeople(),
                settings.matchGuestsByMail(),
                linkOnly,
                settings.protectedPeople(),
                settings.scope());
    }
}
