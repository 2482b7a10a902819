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
     * Matches somebody our ledger knows no link of.
     *
     * @param mail null where the person has none
     * @param mailMayLink whether the mail may find a user: a guest's may only if a setting allows it
     * @param candidates whatever the searches returned, in any order, wanted or not
     * @param owner which person our ledger links a ZenQMS user to; empty for nobody
     */
    public static Match match(
            SubjectId subject,
            String mail,
            boolean mailMayLink,
            Collection<ZenQmsUser> candidates,
            Function<ZenQmsUserId, Optional<Owner>> owner) {
        var byExternalId = distinct(candidates, user -> subject.value().equals(user.externalId()));
        if (byExternalId.size() > 1) {
            return new Match.Disputed(SkipReason.EXTERNAL_ID_AMBIGUOUS, ids(byExternalId));
        }
        if (byExternalId.size() == 1) {
            return byExternalId(subject, byExternalId.getFirst(), owner);
        }
        var byEmail = mail == null || mail.isBlank()
                ? List.<ZenQmsUser>of()
                : distinct(candidates, user -> hasMail(user, mail));
        return switch (byEmail.size()) {
            case 0 -> new Match.None();
            case 1 -> byEmail(subject, byEmail.getFirst(), mailMayLink, owner);
            default -> new Match.Disputed(SkipReason.MAIL_AMBIGUOUS, ids(byEmail));
        };
    }

    private static Match byExternalId(
            SubjectId subject, ZenQmsUser user, Function<ZenQmsUserId, Optional<Owner>> owner) {
        // Somebody set this person's external id by hand on a user that we link to another who is still there.
        return other(subject, user, owner)
                .filter(found -> !found.departed())
                .<Match>map(found -> new Match.Disputed(
                        SkipReason.LINKED_TO_OTHER, List.of(found.subject().value())))
                .orElseGet(() -> new Match.Linked(user, LinkOrigin.BY_EXTERNAL_ID));
    }

    private static Match byEmail(
            SubjectId subject, ZenQmsUser user, boolean mailMayLink, Function<ZenQmsUserId, Optional<Owner>> owner) {
        var other = other(subject, user, owner);
        if (other.isPresent() && (!other.get().departed() || user.isLinked())) {
            var reason =
                    other.get().departed() ? SkipReason.MAIL_OF_FORMER_PERSON : SkipReason.MAIL_SHARED_IN_DIRECTORY;
            return new Match.Disputed(reason, List.of(other.get().subject().value()));
        }
        if (user.isLinked()) {
            return new Match.Disputed(SkipReason.MAIL_OWNED_BY_OTHER, List.of(user.externalId()));
        }
        return mailMayLink
                ? new Match.ByEmail(user)
                : new Match.Disputed(
                        SkipReason.GUEST_MAIL_NOT_MATCHED, List.of(user.id().value()));
    }

    private static Optional<Owner> other(
            SubjectId subject, ZenQmsUser user, Function<ZenQmsUserId, Optional<Owner>> owner) {
        return owner.apply(user.id()).filter(found -> !found.subject().equals(subject));
    }

    /**
     * Confirms a link of our ledger. The id alone proves little: in another ZenQMS account the same number is a stranger.
     * So a user that does not carry the person's external id must have a mail that we know as theirs.
     *
     * @param mails the person's mail and the one last written; nulls are passed over
     * @param candidates whatever the search for that user returned
     * @return empty when the user is gone or a stranger: match anew
     */
    public static Optional<Match> confirm(
            SubjectId subject,
            ZenQmsUserId linked,
            LinkOrigin origin,
            Collection<String> mails,
            Collection<ZenQmsUser> candidates) {
        return candidates.stream()
                .filter(user -> user.id().equals(linked))
                .findFirst()
                .filter(user -> subject.value().equals(user.externalId())
                        || mails.stream().anyMatch(mail -> mail != null && hasMail(user, mail)))
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
