package dev.rollcall.usersync.plan;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.rollcall.model.LinkOrigin;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.ZenQmsUserId;
import dev.rollcall.zenqms.ZenQmsUser;

/**
 * Finds the ZenQMS user of a person among candidates, verifying each: a server that ignores a filter answers with
 * everybody, and must not get the first of them linked. Pure.
 */
public final class Matcher {

    private Matcher() {}

    /**
     * Matches somebody our ledger knows nothing of.
     *
     * @param mail null where the person has none
     * @param mailMayLink whether the mail may find a user: a guest's may only if a setting allows it
     * @param candidates whatever the searches returned, in any order, wanted or not
     * @param owner which other person our ledger links a ZenQMS user to; empty for nobody
     */
    public static Match match(
            SubjectId subject,
            String mail,
            boolean mailMayLink,
            Collection<ZenQmsUser> candidates,
            Function<ZenQmsUserId, Optional<SubjectId>> owner) {
        var byExternalId = distinct(candidates, user -> subject.value().equals(user.externalId()));
        if (byExternalId.size() > 1) {
            return new Match.Disputed(SkipReason.EXTERNAL_ID_AMBIGUOUS, ids(byExternalId));
        }
        if (byExternalId.size() == 1) {
            return new Match.Linked(byExternalId.getFirst(), LinkOrigin.BY_EXTERNAL_ID);
        }
        if (mail == null || mail.isBlank()) {
            return new Match.None();
        }
        var byEmail = distinct(candidates, user -> hasMail(user, mail));
        if (byEmail.isEmpty()) {
            return new Match.None();
        }
        if (byEmail.size() > 1) {
            return new Match.Disputed(SkipReason.MAIL_AMBIGUOUS, ids(byEmail));
        }
        var user = byEmail.getFirst();
        var other = owner.apply(user.id()).filter(person -> !person.equals(subject));
        if (other.isPresent()) {
            return new Match.Disputed(
                    SkipReason.MAIL_SHARED_IN_DIRECTORY, List.of(other.get().value()));
        }
        if (user.isLinked()) {
            return new Match.Disputed(SkipReason.MAIL_OWNED_BY_OTHER, List.of(user.externalId()));
        }
        if (!mailMayLink) {
            return new Match.Disputed(SkipReason.GUEST_MAIL_NOT_MATCHED, ids(byEmail));
        }
        return new Match.ByEmail(user);
    }

    /**
     * Confirms a link of our ledger.
     *
     * @param candidates whatever the search for that user returned
     * @return empty when the user is gone, or has meanwhile been linked to somebody else
     */
    public static Optional<Match> confirm(
            SubjectId subject, ZenQmsUserId linked, LinkOrigin origin, Collection<ZenQmsUser> candidates) {
        return candidates.stream()
                .filter(user -> user.id().equals(linked))
                .findFirst()
                .map(user -> user.isLinked() && !subject.value().equals(user.externalId())
                        ? new Match.Disputed(SkipReason.LINKED_TO_OTHER, List.of(user.externalId()))
                        : new Match.Linked(user, origin));
    }

    public static boolean hasMail(ZenQmsUser user, String mail) {
        return user.email() != null && user.email().strip().equalsIgnoreCase(mail.strip());
    }

    private static List<ZenQmsUser> distinct(Collection<ZenQmsUser> candidates, Predicate<ZenQmsUser> verified) {
        return List.copyOf(candidates.stream()
                .filter(verified)
                .collect(Collectors.toMap(
                        ZenQmsUser::id, Function.identity(), (first, again) -> again, LinkedHashMap::new))
                .values());
    }

    private static List<String> ids(List<ZenQmsUser> users) {
        return users.stream().map(user -> user.id().value()).toList();
    }
}
