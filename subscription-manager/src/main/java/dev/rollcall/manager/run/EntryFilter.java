package dev.rollcall.manager.run;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import jakarta.ws.rs.QueryParam;

import dev.rollcall.manager.web.FieldProblem;
import dev.rollcall.manager.web.ProblemException;
import dev.rollcall.model.MatchKind;
import dev.rollcall.model.OutcomeKind;

import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/**
 * Which entries are asked for; what is null doesn't matter.
 *
 * @param kind an outcome's, PENDING or NONE
 * @param since from then on: when it arrived in Live, when the outcome was recorded elsewhere
 * @param until before then
 */
record EntryFilter(
        String kind,
        String reason,
        String match,
        String subject,
        String user,
        String request,
        Instant since,
        Instant until) {

    static final EntryFilter ALL = new EntryFilter(null, null, null, null, null, null, null, null);

    private static final List<String> KINDS = Stream.concat(
                    Arrays.stream(OutcomeKind.values()).map(Enum::name), Stream.of(Tally.PENDING, NoticePlanner.NONE))
            .toList();
    private static final List<String> MATCHES =
            Arrays.stream(MatchKind.values()).map(Enum::name).toList();

    boolean isOfATime() {
        return since != null || until != null;
    }

    /** As it stands in the address. */
    static final class Asked {

        @QueryParam("kind")
        @Parameter(description = "CREATED, SKIPPED …; PENDING: not known yet; NONE: nothing will come of it")
        String kind;

        @QueryParam("reason")
        @Parameter(description = "the outcome's stable word, such as missing-job-title")
        String reason;

        @QueryParam("match")
        @Parameter(description = "LINKED, BY_EMAIL, NONE or DISPUTED")
        String match;

        @QueryParam("subject")
        @Parameter(description = "the directory's id of the person, group or subscription")
        String subject;

        @QueryParam("zenQmsUserId")
        @Parameter(description = "the id of the user in ZenQMS")
        String zenQmsUserId;

        @QueryParam("request")
        @Parameter(description = "an administrator's request; in Live only")
        String request;

        @QueryParam("since")
        @Parameter(
                description =
                        "from then on, such as 2026-11-23T10:00:00Z: when it arrived in Live, when the outcome was"
                                + " recorded in other runs")
        String since;

        @QueryParam("until")
        @Parameter(description = "before then")
        String until;

        /** @throws ProblemException 400 naming each value that is wrong */
        EntryFilter read() {
            var problems = new ArrayList<FieldProblem>();
            var filter = new EntryFilter(
                    oneOf("kind", kind, KINDS, problems),
                    text(reason),
                    oneOf("match", match, MATCHES, problems),
                    text(subject),
                    text(zenQmsUserId),
                    text(request),
                    instant("since", since, problems),
                    instant("until", until, problems));
            if (!problems.isEmpty()) {
                throw ProblemException.invalid(problems);
            }
            return filter;
        }

        private static String oneOf(String field, String asked, List<String> known, List<FieldProblem> problems) {
            var text = text(asked);
            var name = text == null ? null : text.toUpperCase(Locale.ROOT).replace('-', '_');
            if (name != null && !known.contains(name)) {
                problems.add(new FieldProblem(field, "Use one of " + String.join(", ", known) + "."));
            }
            return name;
        }

        private static Instant instant(String field, String asked, List<FieldProblem> problems) {
            var text = text(asked);
            try {
                // A plus that was not encoded arrives as a space.
                return text == null
                        ? null
                        : OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
            } catch (DateTimeParseException e) {
                problems.add(new FieldProblem(field, "Use a time such as 2026-11-23T10:00:00Z."));
                return null;
            }
        }

        private static String text(String asked) {
            return asked == null || asked.isBlank() ? null : asked.strip();
        }
    }
}
