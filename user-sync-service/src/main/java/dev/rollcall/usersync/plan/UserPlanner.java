package dev.rollcall.usersync.plan;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.rollcall.model.DirectoryPerson;
import dev.rollcall.model.LinkOrigin;
import dev.rollcall.model.MappedFields;
import dev.rollcall.model.MatchKind;
import dev.rollcall.model.Scope;
import dev.rollcall.model.SubjectId;
import dev.rollcall.zenqms.ZenQmsUser;

import static dev.rollcall.usersync.plan.UserPlan.Kind.DEACTIVATE;
import static dev.rollcall.usersync.plan.UserPlan.Kind.LINK;
import static dev.rollcall.usersync.plan.UserPlan.Kind.REACTIVATE;
import static dev.rollcall.usersync.plan.UserPlan.Kind.UPDATE;

/** Decides what a person needs. Pure: no clock, no network, no database. */
public final class UserPlanner {

    private UserPlanner() {}

    /**
     * The fields a complete, present person should have in ZenQMS; empty for anybody else. Equal to what was last written,
     * they make a look at ZenQMS needless.
     */
    public static Optional<MappedFields> desired(PersonState state) {
        return switch (state) {
            case PersonState.Present(var person)
            when FieldMapping.problems(person).isEmpty() -> Optional.of(FieldMapping.desired(person));
            case PersonState.Present ignored -> Optional.empty();
            case PersonState.Deleted ignored -> Optional.empty();
        };
    }

    /**
     * Whether the person is skipped whoever might match, so that ZenQMS need not be asked. Never one who was disabled or deleted:
     * they may have a user that our ledger doesn't know of, and must not keep access. Who is outside the scope has one only
     * if we linked it; an external id that somebody else set is nobody's business.
     *
     * @param linked whether we linked them to a user, or may have
     */
    public static Optional<UserPlan.Skip> skipBeforeMatching(PersonState state, SyncPolicy policy, boolean linked) {
        if (!linked && isOutOfScope(state, policy) && (policy.linkOnly() || !isDisabled(state))) {
            return Optional.of(UserPlan.Skip.because(SkipReason.OUT_OF_SCOPE, null));
        }
        if (Departure.of(state, policy.scope()).isPresent()) {
            return Optional.empty();
        }
        return switch (state) {
            case PersonState.Deleted ignored -> Optional.empty();
            case PersonState.Present(var person) -> {
                var problems = FieldMapping.problems(person);
                yield problems.isEmpty() ? Optional.empty() : Optional.of(incomplete(problems));
            }
        };
    }

    private static boolean isOutOfScope(PersonState state, SyncPolicy policy) {
        return state instanceof PersonState.Present(var person)
                && policy.scope().of(person) == Scope.Verdict.OUT;
    }

    private static boolean isDisabled(PersonState state) {
        return state instanceof PersonState.Present(var person) && Boolean.FALSE.equals(person.enabled());
    }

    /** The fields that ZenQMS now has, if they are all the person should have; empty where some were left out. */
    public static Optional<MappedFields> written(PersonState state, ZenQmsUser user) {
        return desired(state).filter(fields -> FieldMapping.isEmpty(FieldMapping.difference(user.fields(), fields)));
    }

    /** What the person needs, given who matched. */
    public static UserPlan plan(PersonState state, Match match, SyncPolicy policy) {
        return switch (state) {
            case PersonState.Deleted(var subject) -> planDeleted(subject, match, policy);
            case PersonState.Present(var person) ->
                switch (policy.scope().of(person)) {
                    case IN -> planPresent(person, match, policy, true);
                    case OUT -> planOutOfScope(person, match, policy);
                    case UNDECIDED -> planPresent(person, match, policy, false);
                };
        };
    }

    private static UserPlan planDeleted(SubjectId subject, Match match, SyncPolicy policy) {
        return switch (match) {
            case Match.Linked(var user, var origin) ->
                policy.linkOnly()
                        ? new UserPlan.Nothing(user, origin)
                        : write(user, deactivation(), origin, match.kind(), subject, policy);
            // A mail alone never makes somebody a leaver.
            case Match.ByEmail ignored -> UserPlan.Skip.because(SkipReason.DELETED_IN_DIRECTORY, match.kind());
            case Match.None ignored -> UserPlan.Skip.because(SkipReason.DELETED_IN_DIRECTORY, match.kind());
            case Match.Disputed disputed -> disputed(disputed);
        };
    }

    /** Who was linked is a leaver; of the others nothing is touched. */
    private static UserPlan planOutOfScope(DirectoryPerson person, Match match, SyncPolicy policy) {
        return match instanceof Match.Linked(var user, var origin) && !policy.linkOnly()
                ? write(user, deactivation(), origin, match.kind(), person.subjectId(), policy, SkipReason.OUT_OF_SCOPE)
                : UserPlan.Skip.because(SkipReason.OUT_OF_SCOPE, match.kind());
    }

    private static UserPlan planPresent(
            DirectoryPerson person, Match match, SyncPolicy policy, boolean mayBeNewlyLinked) {
        var problems = FieldMapping.problems(person);
        if (!problems.isEmpty()) {
            return match instanceof Match.Linked(var user, var origin)
                            && Boolean.FALSE.equals(person.enabled())
                            && !policy.linkOnly()
                    ? write(user, deactivation(), origin, match.kind(), person.subjectId(), policy)
                    : incomplete(problems);
        }
        var desired = FieldMapping.desired(person);
        return switch (match) {
            case Match.Linked(var user, var origin) ->
                policy.linkOnly()
                        ? linkOnly(user, desired, origin, match.kind())
                        : write(user, desired, origin, match.kind(), person.subjectId(), policy);
            case Match.ByEmail ignored when !mayBeNewlyLinked -> undecided(match);
            case Match.ByEmail(var user) ->
                policy.linkOnly()
                        ? linkOnly(user, desired, LinkOrigin.BY_EMAIL, match.kind())
                        : write(user, desired, LinkOrigin.BY_EMAIL, match.kind(), person.subjectId(), policy);
            case Match.None ignored when !mayBeNewlyLinked -> undecided(match);
            case Match.None ignored -> planUnmatched(person, desired, policy);
            case Match.Disputed disputed -> disputed(disputed);
        };
    }

    private static UserPlan undecided(Match match) {
        return UserPlan.Skip.because(SkipReason.SCOPE_UNDECIDED, match.kind());
    }

    private static UserPlan planUnmatched(DirectoryPerson person, MappedFields desired, SyncPolicy policy) {
        if (policy.linkOnly() || !policy.createPeople()) {
            return UserPlan.Skip.because(SkipReason.CREATING_IS_OFF, MatchKind.NONE);
        }
        if (person.enabled() == null) {
            return UserPlan.Skip.because(SkipReason.STATUS_UNKNOWN, MatchKind.NONE);
        }
        return person.enabled()
                ? new UserPlan.Create(desired)
                : UserPlan.Skip.because(SkipReason.DISABLED_IN_DIRECTORY, MatchKind.NONE);
    }

    private static UserPlan linkOnly(ZenQmsUser user, MappedFields desired, LinkOrigin origin, MatchKind match) {
        var externalId = new MappedFields(desired.externalId(), null, null, null, null, null);
        var changes = FieldMapping.difference(user.fields(), externalId);
        return FieldMapping.isEmpty(changes)
                ? new UserPlan.Nothing(user, origin)
                : new UserPlan.Change(
                        LINK, user, changes, FieldMapping.before(user.fields(), changes), origin, match, null);
    }

    private static UserPlan write(
            ZenQmsUser user,
            MappedFields desired,
            LinkOrigin origin,
            MatchKind match,
            SubjectId subject,
            SyncPolicy policy) {
        return write(user, desired, origin, match, subject, policy, null);
    }

    private static UserPlan write(
            ZenQmsUser user,
            MappedFields desired,
            LinkOrigin origin,
            MatchKind match,
            SubjectId subject,
            SyncPolicy policy,
            SkipReason reason) {
        var changes = FieldMapping.difference(user.fields(), desired);
        var spared = Boolean.FALSE.equals(changes.active())
                && policy.protectedPeople().contains(subject);
        if (spared) {
            changes = without(changes, false);
        }
        if (FieldMapping.isEmpty(changes)) {
            return spared ? UserPlan.Skip.because(SkipReason.PROTECTED, match) : new UserPlan.Nothing(user, origin);
        }
        return new UserPlan.Change(
                kind(changes), user, changes, FieldMapping.before(user.fields(), changes), origin, match, reason);
    }

    /**
     * The same change without its new mail, which somebody else has: the rest, a deactivation above all, still happens.
     * Empty when nothing else was to be written.
     */
    public static Optional<UserPlan.Change> withoutMail(UserPlan.Change plan) {
        var changes = without(plan.changes(), true);
        return FieldMapping.isEmpty(changes)
                ? Optional.empty()
                : Optional.of(new UserPlan.Change(
                        kind(changes),
                        plan.current(),
                        changes,
                        FieldMapping.before(plan.current().fields(), changes),
                        plan.origin(),
                        plan.match(),
                        plan.reason()));
    }

    private static UserPlan.Kind kind(MappedFields changes) {
        if (changes.active() != null) {
            return changes.active() ? REACTIVATE : DEACTIVATE;
        }
        return changes.externalId() != null ? LINK : UPDATE;
    }

    private static MappedFields deactivation() {
        return new MappedFields(null, null, null, null, null, false);
    }

    private static MappedFields without(MappedFields changes, boolean mail) {
        return new MappedFields(
                changes.externalId(),
                mail ? null : changes.email(),
                changes.firstName(),
                changes.lastName(),
                changes.title(),
                mail ? changes.active() : null);
    }

    private static UserPlan.Skip incomplete(List<SkipReason> problems) {
        var advice = problems.stream().map(SkipReason::advice).collect(Collectors.joining(" "));
        return new UserPlan.Skip(problems.getFirst(), advice, List.of(), null);
    }

    private static UserPlan.Skip disputed(Match.Disputed disputed) {
        return new UserPlan.Skip(disputed.reason(), disputed.reason().advice(), disputed.others(), disputed.kind());
    }
}
