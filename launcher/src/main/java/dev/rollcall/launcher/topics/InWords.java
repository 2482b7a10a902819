package dev.rollcall.launcher.topics;

import java.util.ArrayList;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

import dev.rollcall.model.Cause;
import dev.rollcall.model.DeadLetter;
import dev.rollcall.model.DirectoryPerson;
import dev.rollcall.model.DoorReopened;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.GroupNotice;
import dev.rollcall.model.InitialBatch;
import dev.rollcall.model.IntegrationAccess;
import dev.rollcall.model.IntegrationSettings;
import dev.rollcall.model.LifecycleNotice;
import dev.rollcall.model.Link;
import dev.rollcall.model.LinksCleared;
import dev.rollcall.model.MappedFields;
import dev.rollcall.model.Message;
import dev.rollcall.model.Mode;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.OutcomeKind;
import dev.rollcall.model.RunCancelled;
import dev.rollcall.model.SyncOutcome;
import dev.rollcall.model.SyncPlan;
import dev.rollcall.model.SyncRequest;
import dev.rollcall.model.Trouble;
import dev.rollcall.model.UserNotice;
import dev.rollcall.model.WalkClosed;

/** What a message says, in a sentence for an operator. */
final class InWords {

    private final Person person;
    private final boolean values;

    /** @param values also the person's data, before and after */
    InWords(Person person, boolean values) {
        this.person = person;
        this.values = values;
    }

    /** One line without its end. */
    String of(Message message) {
        return switch (message) {
            case UserNotice notice -> "notice: " + or(notice.changeType(), "look again") + origin(notice.envelope());
            case GroupNotice notice ->
                "group notice: " + membership(notice) + " group " + notice.groupId() + origin(notice.envelope());
            case LifecycleNotice notice -> "subscription " + notice.subscriptionId() + ": " + notice.lifecycleEvent();
            case DoorReopened door -> "the door takes notifications again since " + door.at();
            case Link link ->
                "link: ZenQMS user " + link.zenQmsUserId() + ", " + (link.active() ? "active" : "inactive")
                        + ", external id " + (link.setByUs() ? "set by Rollcall" : "was there before")
                        + origin(link.envelope());
            case SyncRequest request -> "asked to " + word(request.action()) + origin(request.envelope());
            case RunCancelled cancelled -> "run " + Text.shortened(cancelled.subject()) + " was cancelled";
            case InitialBatch batch ->
                "batch " + batch.batch() + origin(batch.envelope()) + ": "
                        + batch.people().stream()
                                .filter(p -> person.is(p.subjectId().value()))
                                .findFirst()
                                .map(this::snapshot)
                                .orElse("not in it");
            case WalkClosed closed ->
                "walk closed" + origin(closed.envelope()) + ": " + Text.number(closed.people()) + " people, "
                        + (closed.complete() ? "complete" : "NOT complete");
            case SyncOutcome outcome -> "outcome " + outcome(outcome.outcome(), "wrote") + origin(outcome.envelope());
            case Trouble trouble -> "trouble: " + trouble.kind();
            case LinksCleared cleared ->
                "removal done: " + Text.number(cleared.cleared()) + " external ids cleared, "
                        + Text.number(cleared.leftAlone()) + " left alone";
            case SyncPlan plan -> "plan: would be " + outcome(plan.outcome(), "would write") + origin(plan.envelope());
            case IntegrationSettings settings -> "settings " + settings.version() + ": " + settings.state();
            case IntegrationAccess access -> "access " + access.version();
            case DeadLetter letter -> "dead letter: " + letter.reason();
        };
    }

    private String membership(GroupNotice notice) {
        return notice.members().stream()
                .filter(member -> person.is(member.id()))
                .map(member -> member.removed() ? "removed from" : "added to")
                .distinct()
                .reduce((a, b) -> a + ", " + b)
                .orElse("of");
    }

    private String snapshot(DirectoryPerson person) {
        var missing = new ArrayList<String>();
        addIfBlank(missing, "mail", person.mail());
        addIfBlank(missing, "given name", person.givenName());
        addIfBlank(missing, "surname", person.surname());
        addIfBlank(missing, "job title", person.jobTitle());
        return "snapshot, "
                + (person.enabled() == null ? "enabled or not unknown" : person.enabled() ? "enabled" : "disabled")
                + (person.guest() ? ", guest" : "")
                + (missing.isEmpty() ? "" : ", without " + String.join(", ", missing))
                + (values
                        ? ": "
                                + String.join(
                                        ", ",
                                        or(person.mail(), "-"),
                                        or(person.givenName(), "-"),
                                        or(person.surname(), "-"),
                                        or(person.jobTitle(), "-"))
                        : "");
    }

    private static void addIfBlank(ArrayList<String> missing, String what, String value) {
        if (value == null || value.isBlank()) {
            missing.add(what);
        }
    }

    private String outcome(Outcome outcome, String wrote) {
        var words = new StringBuilder(outcome.kind().name());
        if (outcome.match() != null) {
            words.append(", match ").append(word(outcome.match()));
        }
        if (outcome.zenQmsUserId() != null) {
            words.append(", ZenQMS user ").append(outcome.zenQmsUserId());
        }
        if (outcome.reason() != null) {
            words.append(", ").append(outcome.reason());
        }
        if (outcome.after() != null || outcome.before() != null) {
            words.append(", ").append(wrote).append(' ').append(changes(outcome.before(), outcome.after()));
        }
        // Of a failure, ZenQMS's words are part of the sentence, and may quote the person's values.
        if (outcome.detail() != null
                && (values || outcome.kind() != OutcomeKind.FAILED && outcome.kind() != OutcomeKind.UNKNOWN)) {
            words.append(" (").append(outcome.detail()).append(')');
        }
        if (!outcome.others().isEmpty()) {
            words.append(", with ").append(String.join(", ", outcome.others()));
        }
        return words.toString();
    }

    private String changes(MappedFields before, MappedFields after) {
        var changes = new ArrayList<String>();
        change(changes, "external_id", before, after, MappedFields::externalId, true);
        change(changes, "email", before, after, MappedFields::email, values);
        change(changes, "first_name", before, after, MappedFields::firstName, values);
        change(changes, "last_name", before, after, MappedFields::lastName, values);
        change(changes, "title", before, after, MappedFields::title, values);
        change(changes, "is_active", before, after, MappedFields::active, true);
        return String.join(", ", changes);
    }

    private static void change(
            ArrayList<String> changes,
            String name,
            MappedFields before,
            MappedFields after,
            Function<MappedFields, Object> field,
            boolean shown) {
        var was = before == null ? null : field.apply(before);
        var is = after == null ? null : field.apply(after);
        if (!Objects.equals(was, is)) {
            changes.add(shown && !name.equals("external_id") ? name + " " + or(was, "-") + " -> " + or(is, "-") : name);
        }
    }

    /** Why, and for whom. */
    private static String origin(Envelope envelope) {
        var words = new StringBuilder();
        if (envelope.runId() != null) {
            words.append(", run ").append(Text.shortened(envelope.runId().value()));
        }
        if (envelope.requestId() != null) {
            words.append(", request ")
                    .append(Text.shortened(envelope.requestId().value()));
        }
        if (envelope.runId() == null && envelope.cause() != Cause.REQUEST) {
            words.append(", by ").append(word(envelope.cause()));
        }
        if (envelope.mode() != Mode.APPLY) {
            words.append(", mode ").append(envelope.mode());
        }
        return words.toString();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String or(Object value, String otherwise) {
        return value == null ? otherwise : value.toString();
    }
}
