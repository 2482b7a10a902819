package dev.rollcall.diagnosis;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import dev.rollcall.zenqms.WireSighting;
import dev.rollcall.zenqms.ZenQmsWire.FieldCase;

/** Which of the open questions about ZenQMS's wire the reads answer, and how; pure. */
final class WireFindings {

    /** The size of page that is asked for, so that a small account has two. */
    static final int SMALL_PAGE = 2;

    private WireFindings() {}

    static Check userFields(WireSighting page) {
        if (page.entries() == 0) {
            return Check.open(
                    Topic.USER_FIELDS,
                    "The account has no users to look at.",
                    "Run this again once it has three or more.");
        }
        if (page.readable() < page.entries()) {
            return Check.failed(
                    Topic.USER_FIELDS,
                    "Users have no id or no email under these names, so Rollcall can't read them.",
                    "./rollcall probe shows the names: report them, the adapter needs to learn them.");
        }
        return Check.answered(
                Topic.USER_FIELDS,
                "A list " + (page.listKey().isEmpty() ? "without a name" : "named \"" + page.listKey() + "\"")
                        + ", whose users can be read.",
                Map.of());
    }

    /**
     * @param configured how we write
     * @param small the page of {@link #SMALL_PAGE} that we asked for so; null when the request was refused
     * @param other the same, asked in the other case; null when it was not asked or refused
     */
    static Check fieldCase(FieldCase configured, WireSighting small, WireSighting other) {
        return fieldCase(configured, small, null, other);
    }

    /** @param second the page after {@code small}; null when it was not read */
    static Check fieldCase(FieldCase configured, WireSighting small, WireSighting second, WireSighting other) {
        if (small != null && (isHeeded(small) || isCutBefore(small, second))) {
            return Check.answered(
                    Topic.FIELD_CASE,
                    "In " + word(configured) + ": page_size was understood so" + answers(small) + ".",
                    Map.of("field-case", word(configured)));
        }
        if (other != null && (small == null || isHeeded(other))) {
            var right = other(configured);
            return ZenQmsFindings.differs(
                    Topic.FIELD_CASE,
                    "ZenQMS understands requests in " + word(right) + ", not in " + word(configured) + answers(other)
                            + ".",
                    Map.of("field-case", word(right)));
        }
        if (small == null) {
            return Check.open(Topic.FIELD_CASE, "Requests are understood in neither way.", null);
        }
        return Check.open(
                Topic.FIELD_CASE,
                "The answers are written in "
                        + (small.fieldCase() == null ? "neither way we know" : word(small.fieldCase()))
                        + "; how requests must be written, these reads could not tell.",
                small.entries() <= SMALL_PAGE
                        ? "Run this again once the account has more than " + SMALL_PAGE + " users."
                        : "Compare with ZenQMS's API documentation.");
    }

    /** A page that is cut where we asked for it, though there is more. */
    private static boolean isHeeded(WireSighting page) {
        return page.entries() > 0
                && page.entries() <= SMALL_PAGE
                && ((page.total() != null && page.total() > page.entries())
                        || (page.pageSize() != null && page.pageSize() == SMALL_PAGE));
    }

    /** Where nothing is stated: others follow on the second page. */
    private static boolean isCutBefore(WireSighting page, WireSighting second) {
        return page.entries() == SMALL_PAGE
                && second != null
                && !second.ids().isEmpty()
                && second.ids().stream().noneMatch(page.ids()::contains);
    }

    private static String answers(WireSighting page) {
        return page.fieldCase() == null ? "" : "; answers are written in " + word(page.fieldCase());
    }

    static FieldCase other(FieldCase one) {
        return switch (one) {
            case SNAKE -> FieldCase.CAMEL;
            case CAMEL -> FieldCase.SNAKE;
        };
    }

    private static String word(FieldCase fieldCase) {
        return fieldCase.name().toLowerCase(Locale.ROOT);
    }

    static Check statusRead(WireSighting page) {
        var words = page.statusWords().stream().map(w -> "\"" + w + "\"").collect(Collectors.joining(", "));
        if (page.entries() == 0) {
            return Check.open(Topic.STATUS_READ, "The account has no users to look at.", null);
        }
        if (!page.activeFlag() && words.isEmpty()) {
            return Check.failed(
                    Topic.STATUS_READ,
                    "Users show neither is_active nor status, so who is inactive can't be told.",
                    "./rollcall probe shows what they carry: report it.");
        }
        return Check.answered(
                Topic.STATUS_READ,
                (page.activeFlag() ? "As is_active, true or false" : "Only as the word in status")
                        + (words.isEmpty() ? "" : "; status says " + words)
                        + ".",
                Map.of());
    }

    /** @param second page 2 of the same search */
    static Check paging(WireSighting first, WireAnswer second) {
        if (!(second instanceof WireAnswer.Page(var next))) {
            return Check.open(Topic.PAGING, "The second page could not be read.", null);
        }
        var stated = first.total() == null ? "no total is stated" : "the total is stated";
        if (first.ids().isEmpty()) {
            return Check.open(Topic.PAGING, "The account has no users to look at.", null);
        }
        if (next.ids().isEmpty()) {
            return first.entries() > SMALL_PAGE || first.total() == null || first.total() <= first.entries()
                    ? Check.open(
                            Topic.PAGING,
                            "All users came on the first page, so the account is too small to tell; " + stated + ".",
                            null)
                    : Check.failed(
                            Topic.PAGING,
                            "More users are stated than come, but the second page is empty.",
                            "Ask ZenQMS how pages are asked for: Rollcall sends page and page_size.");
        }
        var both = new HashSet<>(first.ids());
        both.retainAll(next.ids());
        return both.isEmpty()
                ? Check.answered(
                        Topic.PAGING,
                        "By page" + (first.entries() <= SMALL_PAGE ? " and page_size" : "; page_size is ignored") + "; "
                                + stated + ".",
                        Map.of())
                : Check.failed(
                        Topic.PAGING,
                        "The second page shows users of the first: Rollcall can't read more than one page.",
                        "Ask ZenQMS how pages are asked for: Rollcall sends page and page_size.");
    }

    /**
     * One criterion of the search.
     *
     * @param nobody the answer to a value that nobody has
     * @param known the answer to a value that somebody has; null when nobody was there to take it from
     * @param id that user's; null without one
     */
    static Check criterion(Topic topic, WireAnswer nobody, WireAnswer known, String id) {
        if (nobody instanceof WireAnswer.NotUnderstood(var status)) {
            return unsupported(topic, "It is refused (" + status + ").");
        }
        if (!(nobody instanceof WireAnswer.Page(var none))) {
            return Check.open(topic, "It could not be read.", null);
        }
        if (none.entries() > 0) {
            return unsupported(topic, "It is ignored: a value that nobody has brings everybody.");
        }
        if (known == null) {
            return Check.answered(
                    topic, "A value that nobody has finds nobody; nobody was there to find by theirs.", Map.of());
        }
        return known instanceof WireAnswer.Page(var found) && found.ids().equals(List.of(id))
                ? Check.answered(topic, "It finds the one who has it, and nobody by a value that nobody has.", Map.of())
                : Check.failed(
                        topic,
                        "A value that a user has does not find just that user.",
                        "Ask ZenQMS how this criterion is meant.");
    }

    private static Check unsupported(Topic topic, String seen) {
        return switch (topic) {
            // Live changes look for a mail by one search.
            case BY_EMAIL ->
                Check.failed(
                        topic,
                        seen + " Existing users would be found by their mail during full runs only.",
                        "Ask ZenQMS how to search by email.");
            default -> Check.answered(topic, seen + " Rollcall manages without.", Map.of());
        };
    }

    /** @param id of a user; @param found what the search for it brought */
    static Check byId(WireAnswer found, String id) {
        if (id == null) {
            return Check.open(Topic.BY_ID, "The account has no users to look for.", null);
        }
        if (!(found instanceof WireAnswer.Page(var page))) {
            return Check.open(Topic.BY_ID, "It could not be read.", null);
        }
        return page.ids().equals(List.of(id))
                ? Check.answered(Topic.BY_ID, "It finds the one who has it.", Map.of())
                : Check.answered(
                        Topic.BY_ID, "It is ignored: everybody comes. Rollcall then looks page by page.", Map.of());
    }

    /**
     * @param listed whether GET gave them
     * @param roles what was answered at last
     */
    static Check roleList(boolean listed, WireAnswer roles) {
        if (roles instanceof WireAnswer.Page) {
            return Check.answered(Topic.ROLE_LIST, listed ? "GET /v2/roles." : "POST /v2/roles/search.", Map.of());
        }
        return Check.open(
                Topic.ROLE_LIST,
                "Neither GET /v2/roles nor POST /v2/roles/search gave a list.",
                "Ask ZenQMS where roles are listed. Synchronising people does not need it.");
    }

    /** @param roles null when there was no list */
    static Check defaultRole(WireSighting roles) {
        if (roles == null || roles.entries() == 0) {
            return Check.open(Topic.DEFAULT_ROLE, "No roles could be looked at.", null);
        }
        return roles.defaultFlag() == null
                ? Check.open(
                        Topic.DEFAULT_ROLE,
                        "Roles carry no mark that we know.",
                        "Ask ZenQMS how default roles are told; Rollcall removes no role before that is known.")
                : Check.answered(Topic.DEFAULT_ROLE, "By \"" + roles.defaultFlag() + "\".", Map.of());
    }

    /** What no read can answer. */
    static void addWhatReadsCannotTell(Checks checks, WireSighting users) {
        checks.add(Check.notChecked(
                Topic.WRITE,
                "Only a change would show it, and this test changes nothing.",
                "The first person of a real run shows it."));
        checks.add(Check.open(
                Topic.STATUS_WRITE,
                users != null && users.entries() > 0 && !users.activeFlag()
                        ? "Users show only status, so \"status-field\": \"status\" may be needed; only a change would show."
                        : "is_active is assumed; only a change would show.",
                null));
        checks.add(Check.open(Topic.CLEAR, "null is assumed; only a change would show.", null));
        checks.add(Check.open(Topic.ROLE_REMOVAL, "Only removing a role would show.", null));
        checks.add(Check.open(Topic.DUPLICATE, "409 is assumed; only creating a user would show.", null));
        checks.add(Check.open(
                Topic.RATE, "Not published; Rollcall finds its pace by itself and heeds Retry-After.", null));
    }
}
