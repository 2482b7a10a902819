package dev.rollcall.usersync.plan;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.rollcall.model.DirectoryPerson;
import dev.rollcall.model.MappedFields;

/** From a person to ZenQMS's fields: which are required, how they map, what differs. */
final class FieldMapping {

    private FieldMapping() {}

    /** What stops a person from being in ZenQMS, in the order of the setup guide; empty when complete. */
    static List<SkipReason> problems(DirectoryPerson person) {
        var problems = new ArrayList<SkipReason>();
        if (blank(person.mail())) {
            problems.add(SkipReason.MISSING_MAIL);
        } else if (!StandardCharsets.US_ASCII.newEncoder().canEncode(person.mail())) {
            problems.add(SkipReason.INVALID_MAIL);
        }
        if (blank(person.givenName())) {
            problems.add(SkipReason.MISSING_GIVEN_NAME);
        }
        if (blank(person.surname())) {
            problems.add(SkipReason.MISSING_SURNAME);
        }
        if (blank(person.jobTitle())) {
            problems.add(SkipReason.MISSING_JOB_TITLE);
        }
        return problems;
    }

    /** The person as ZenQMS should show them. Only for someone complete. */
    static MappedFields desired(DirectoryPerson person) {
        return new MappedFields(
                person.subjectId().value(),
                person.mail().strip(),
                person.givenName().strip(),
                person.surname().strip(),
                person.jobTitle().strip(),
                person.enabled());
    }

    /**
     * The fields of {@code desired} that {@code current} does not have yet. A mail that differs in case alone is the same
     * mailbox: writing it could repeat for ever if ZenQMS folds case.
     */
    static MappedFields difference(MappedFields current, MappedFields desired) {
        return new MappedFields(
                changed(current.externalId(), desired.externalId()),
                desired.email() != null && !desired.email().equalsIgnoreCase(orEmpty(current.email()))
                        ? desired.email()
                        : null,
                changed(current.firstName(), desired.firstName()),
                changed(current.lastName(), desired.lastName()),
                changed(current.title(), desired.title()),
                desired.active() != null && !desired.active().equals(current.active()) ? desired.active() : null);
    }

    /** The values in {@code current} of the fields that {@code changes} sets. An empty one shows as empty text. */
    static MappedFields before(MappedFields current, MappedFields changes) {
        return new MappedFields(
                changes.externalId() == null ? null : orEmpty(current.externalId()),
                changes.email() == null ? null : orEmpty(current.email()),
                changes.firstName() == null ? null : orEmpty(current.firstName()),
                changes.lastName() == null ? null : orEmpty(current.lastName()),
                changes.title() == null ? null : orEmpty(current.title()),
                changes.active() == null ? null : current.active());
    }

    static boolean isEmpty(MappedFields changes) {
        return changes.equals(new MappedFields(null, null, null, null, null, null));
    }

    private static String changed(String current, String desired) {
        return desired != null && !desired.equals(orEmpty(current).strip()) ? desired : null;
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    private static boolean blank(String text) {
        return text == null || text.isBlank();
    }
}
