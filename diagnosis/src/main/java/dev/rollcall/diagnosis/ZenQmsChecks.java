package dev.rollcall.diagnosis;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.rollcall.model.SubjectId;
import dev.rollcall.model.ZenQmsUserId;
import dev.rollcall.zenqms.UserSearch;
import dev.rollcall.zenqms.WireReads;
import dev.rollcall.zenqms.WireSighting;
import dev.rollcall.zenqms.WireSighting.Sample;
import dev.rollcall.zenqms.ZenQmsWire;

/**
 * Asks ZenQMS, read-only: whether it is there, knows the key and lets it read; then what the answers tell of its wire. Searches
 * are POSTs, as ZenQMS publishes them; no call creates, changes or removes anything.
 */
final class ZenQmsChecks {

    /** Other ways to send the key that are common. Few: each is a wrong sign-in if the key is wrong. */
    private static final List<ZenQmsWire> WAYS =
            List.of(header("Authorization", "Bearer "), header("x-api-key", ""), header("Authorization", ""));

    private final ZenQmsTarget target;
    private final Caller caller;
    private final Checks checks = new Checks();
    private ZenQmsWire wire;
    private boolean rolesListed;

    ZenQmsChecks(ZenQmsTarget target, Caller caller) {
        this.target = target;
        this.caller = caller;
        this.wire = target.wire();
    }

    /** All checks of this side. */
    List<Check> run() {
        var pages = ZenQmsFindings.pages(target.baseUrl());
        if (pages.isPresent()) {
            checks.add(pages.get());
        } else {
            ask();
        }
        checks.fill("zenqms.");
        checks.fill("wire.");
        return Stream.of("zenqms.", "wire.")
                .flatMap(side -> checks.inOrder(side).stream())
                .toList();
    }

    private void ask() {
        var seen = users(new UserSearch.Everybody(), 1, "everybody, page 1");
        var answer = WireAnswer.of(seen);
        if (answer instanceof WireAnswer.KeyRefused) {
            seen = anotherWay(seen);
            answer = WireAnswer.of(seen);
        }
        checks.add(ZenQmsFindings.host(target.baseUrl(), answer));
        if (checks.failed(Topic.HOST)) {
            return;
        }
        if (answer instanceof WireAnswer.KeyRefused) {
            checks.add(ZenQmsFindings.key(answer, null));
            checks.add(ZenQmsFindings.authHeader(target.wire(), null));
            return;
        }
        if (answer instanceof WireAnswer.NotUnderstood) {
            seen = inTheOtherCase(seen);
            answer = WireAnswer.of(seen);
        }
        var roles = roles();
        checks.add(ZenQmsFindings.key(answer, roles));
        if (checks.failed(Topic.KEY)) {
            return;
        }
        if (checks.isOk(Topic.KEY)) {
            checks.add(ZenQmsFindings.authHeader(target.wire(), wire));
        }
        checks.add(ZenQmsFindings.readUsers(answer));
        checks.add(ZenQmsFindings.readRoles(roles));
        checks.add(WireFindings.roleList(rolesListed, roles));
        checks.add(WireFindings.defaultRole(roles instanceof WireAnswer.Page(var shown) ? shown : null));
        var page = answer instanceof WireAnswer.Page(var sighting) ? sighting : null;
        if (page != null) {
            lookAtUsers((Seen.Answer) seen, page);
        }
        WireFindings.addWhatReadsCannotTell(checks, page);
    }

    /** The key was refused: perhaps only because of how it was sent. */
    private Seen anotherWay(Seen refused) {
        var configured = wire;
        for (var way : WAYS) {
            if (!way.authHeader().equalsIgnoreCase(configured.authHeader())
                    || !way.authPrefix().equals(configured.authPrefix())) {
                wire = new ZenQmsWire(
                        way.authHeader(), way.authPrefix(), configured.fieldCase(), configured.statusField());
                var seen = users(new UserSearch.Everybody(), 1, "everybody, key in " + way.authHeader());
                // Anything else may be a stranger's answer.
                if (WireAnswer.of(seen) instanceof WireAnswer.Page) {
                    return seen;
                }
            }
        }
        wire = configured;
        return refused;
    }

    private Seen inTheOtherCase(Seen notUnderstood) {
        var before = wire;
        wire = cased(before);
        var seen = users(new UserSearch.Everybody(), 1, "everybody, fields in the other case");
        if (WireAnswer.of(seen) instanceof WireAnswer.Page) {
            return seen;
        }
        wire = before;
        return notUnderstood;
    }

    private void lookAtUsers(Seen.Answer seen, WireSighting page) {
        checks.add(WireFindings.userFields(page));
        checks.add(WireFindings.statusRead(page));
        var second = secondPage();
        var first = fieldCase(page, second);
        checks.add(WireFindings.paging(first, first == page ? second : secondPage()));

        criterion(
                Topic.BY_EMAIL,
                new UserSearch.ByEmail("nobody-" + UUID.randomUUID() + "@rollcall.invalid"),
                WireSighting.sample(seen.json(), "email"),
                UserSearch.ByEmail::new);
        criterion(
                Topic.BY_EXTERNAL_ID,
                new UserSearch.ByExternalId(new SubjectId(UUID.randomUUID().toString())),
                WireSighting.sample(seen.json(), "external_id"),
                value -> new UserSearch.ByExternalId(new SubjectId(value)));
        var id = page.ids().isEmpty() ? null : page.ids().getFirst();
        checks.add(WireFindings.byId(
                id == null ? null : search(new UserSearch.ById(new ZenQmsUserId(id)), "a user's id"), id));
    }

    private void criterion(
            Topic topic, UserSearch nobody, Optional<Sample> somebody, Function<String, UserSearch> byValue) {
        var none = search(nobody, "by " + topic.title().replace("Searching by ", "") + ", of nobody");
        var found = somebody.map(
                s -> search(byValue.apply(s.value()), "by " + topic.title().replace("Searching by ", "")));
        checks.add(WireFindings.criterion(
                topic, none, found.orElse(null), somebody.map(Sample::id).orElse(null)));
    }

    /**
     * @param page as it came with {@link #wire}, which is in the other case where the configured one was refused
     * @return the same page in the way that is understood
     */
    private WireSighting fieldCase(WireSighting page, WireAnswer second) {
        var configured = target.wire().fieldCase();
        var next = second instanceof WireAnswer.Page(var sighting) ? sighting : null;
        if (wire.fieldCase() != configured) {
            checks.add(WireFindings.fieldCase(configured, null, page));
            return page;
        }
        var before = wire;
        if (page.entries() > WireFindings.SMALL_PAGE) {
            wire = cased(before);
            var answer = WireAnswer.of(users(new UserSearch.Everybody(), 1, "everybody, fields in the other case"));
            if (answer instanceof WireAnswer.Page(var other)) {
                var check = WireFindings.fieldCase(configured, page, other);
                checks.add(check);
                wire = check.hasFailed() ? wire : before;
                return check.hasFailed() ? other : page;
            }
            wire = before;
        }
        checks.add(WireFindings.fieldCase(configured, page, next, null));
        return page;
    }

    private WireAnswer secondPage() {
        return WireAnswer.of(users(new UserSearch.Everybody(), 2, "everybody, page 2"));
    }

    private WireAnswer roles() {
        var listed = WireAnswer.of(caller.get("GET " + WireReads.LIST_ROLES, uri(WireReads.LIST_ROLES), headers()));
        // A second guess only where the first is no call of theirs.
        var guessAgain = listed instanceof WireAnswer.NoSuchCall
                || listed instanceof WireAnswer.NotUnderstood
                || listed instanceof WireAnswer.NotTheApi;
        var searched = guessAgain
                ? WireAnswer.of(caller.post(
                        "POST " + WireReads.SEARCH_ROLES,
                        uri(WireReads.SEARCH_ROLES),
                        headers(),
                        WireReads.roles(wire)))
                : null;
        rolesListed = listed instanceof WireAnswer.Page;
        return guessAgain ? searched : listed;
    }

    private WireAnswer search(UserSearch search, String label) {
        return WireAnswer.of(users(search, 1, label));
    }

    private Seen users(UserSearch search, int page, String label) {
        return caller.post(
                "POST " + WireReads.SEARCH_USERS + ", " + label,
                uri(WireReads.SEARCH_USERS),
                headers(),
                WireReads.users(wire, search, page, WireFindings.SMALL_PAGE));
    }

    private Map<String, String> headers() {
        return Map.of(wire.authHeader(), wire.authPrefix() + target.apiKey(), "Content-Type", "application/json");
    }

    private URI uri(String path) {
        return URI.create(target.baseUrl().toString().replaceAll("/+$", "") + path);
    }

    private static ZenQmsWire cased(ZenQmsWire wire) {
        return new ZenQmsWire(
                wire.authHeader(), wire.authPrefix(), WireFindings.other(wire.fieldCase()), wire.statusField());
    }

    private static ZenQmsWire header(String name, String prefix) {
        return new ZenQmsWire(name, prefix, ZenQmsWire.PUBLISHED.fieldCase(), ZenQmsWire.PUBLISHED.statusField());
    }
}
