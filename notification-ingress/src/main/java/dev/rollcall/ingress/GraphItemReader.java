package dev.rollcall.ingress;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.rollcall.model.GroupId;
import dev.rollcall.model.GroupNotice.MemberChange;
import dev.rollcall.model.SubjectId;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Understands one item of a Graph change notification; pure. Tolerant where Microsoft's pages and what is really sent
 * differ: {@code changeType} and {@code resource} may be missing, letter case varies, undocumented fields come and go.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/resources/changenotification">changeNotification</a>
 */
final class GraphItemReader {

    static final String NOT_AN_OBJECT = "The item is not an object.";
    static final String UNKNOWN_RESOURCE = "The item is about neither a user nor a group.";
    static final String NO_ID = "The item names no readable id.";
    static final String LIFECYCLE_UNREADABLE = "The lifecycle item lacks a readable subscriptionId or lifecycleEvent.";

    private static final Pattern RESOURCE =
            Pattern.compile("/?(users|groups)(?:/([^/()]+)|\\('([^']+)'\\))?(?:/.*)?", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST_ID = 128;
    private static final int LONGEST_WORD = 64;

    private enum Kind {
        USER,
        GROUP
    }

    /** What the item shows as proof of its sender; null without one. */
    static String clientState(JsonNode item) {
        return text(item, "clientState");
    }

    IngressItem read(JsonNode item) {
        if (!item.isObject()) {
            return new IngressItem.Unreadable(NOT_AN_OBJECT);
        }
        if (isValidation(item)) {
            return new IngressItem.Validation();
        }
        return item.hasNonNull("lifecycleEvent") ? lifecycle(item) : change(item);
    }

    /** See the event hub's page: every field is "NA" but for changeType, which says what it is. */
    private static boolean isValidation(JsonNode item) {
        var changeType = text(item, "changeType");
        return "NA".equals(text(item, "subscriptionId"))
                && changeType != null
                && (changeType.equals("NA") || changeType.startsWith("Validation:"));
    }

    private static IngressItem lifecycle(JsonNode item) {
        var subscriptionId = id(text(item, "subscriptionId"));
        var event = word(text(item, "lifecycleEvent"));
        return subscriptionId.isPresent() && event != null && !event.isBlank()
                ? new IngressItem.Lifecycle(subscriptionId.get(), event)
                : new IngressItem.Unreadable(LIFECYCLE_UNREADABLE);
    }

    private static IngressItem change(JsonNode item) {
        var resource = text(item, "resource");
        var data = item.path("resourceData");
        var kind = kindOfResource(resource).or(() -> kindOfType(text(data, "@odata.type")));
        if (kind.isEmpty()) {
            return new IngressItem.Unreadable(UNKNOWN_RESOURCE);
        }
        var id = id(text(data, "id")).or(() -> idInResource(resource));
        if (id.isEmpty()) {
            return new IngressItem.Unreadable(NO_ID);
        }
        var changeType = word(text(item, "changeType"));
        return switch (kind.get()) {
            case USER -> new IngressItem.UserChanged(new SubjectId(id.get()), changeType);
            case GROUP -> group(new GroupId(id.get()), changeType, data.path("members@delta"));
        };
    }

    /**
     * A removed member carries {@code @removed} as a string in notifications and as an object in delta queries; both are
     * understood. Other {@code …@delta} properties say nothing that Rollcall needs.
     */
    private static IngressItem group(GroupId groupId, String changeType, JsonNode delta) {
        if (delta.isMissingNode() || delta.isNull()) {
            return new IngressItem.GroupChanged(groupId, changeType, List.of(), true);
        }
        var members = new ArrayList<MemberChange>();
        for (var member : delta.isArray() ? delta : List.<JsonNode>of()) {
            id(text(member, "id")).ifPresent(id -> members.add(new MemberChange(id, isRemoved(member))));
        }
        var readable = delta.isArray() && members.size() == delta.size();
        return new IngressItem.GroupChanged(
                groupId, changeType, members.stream().distinct().toList(), readable);
    }

    private static boolean isRemoved(JsonNode member) {
        var removed = member.path("@removed");
        return !removed.isMissingNode() && !removed.isNull() && !(removed.isBoolean() && !removed.booleanValue());
    }

    private static Optional<Kind> kindOfResource(String resource) {
        var matcher = RESOURCE.matcher(resource == null ? "" : resource);
        return matcher.matches()
                ? Optional.of(matcher.group(1).equalsIgnoreCase("users") ? Kind.USER : Kind.GROUP)
                : Optional.empty();
    }

    private static Optional<Kind> kindOfType(String type) {
        var name = type == null ? "" : type.toLowerCase(Locale.ROOT).replaceFirst("^#", "");
        return switch (name) {
            case "microsoft.graph.user" -> Optional.of(Kind.USER);
            case "microsoft.graph.group" -> Optional.of(Kind.GROUP);
            default -> Optional.empty();
        };
    }

    private static Optional<String> idInResource(String resource) {
        var matcher = RESOURCE.matcher(resource == null ? "" : resource);
        return matcher.matches()
                ? id(matcher.group(2) != null ? matcher.group(2) : matcher.group(3))
                : Optional.empty();
    }

    /** Ids become Kafka keys, so what can't be one is not taken for one. */
    private static Optional<String> id(String text) {
        return text != null && !text.isEmpty() && text.length() <= LONGEST_ID && mayBeKey(text)
                ? Optional.of(text)
                : Optional.empty();
    }

    /** By hand: thousands of items a second have an id each. */
    private static boolean mayBeKey(String text) {
        for (int i = 0; i < text.length(); i++) {
            var character = text.charAt(i);
            if (character == '/' || character <= ' ' || character == 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static String word(String text) {
        return text == null || text.length() > LONGEST_WORD ? null : text;
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).textValue();
    }
}
