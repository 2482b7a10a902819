package dev.rollcall.ingress;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.rollcall.model.Cause;
import dev.rollcall.model.DeadLetter;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.GroupNotice;
import dev.rollcall.model.LifecycleNotice;
import dev.rollcall.model.Message;
import dev.rollcall.model.UserNotice;

import com.fasterxml.jackson.databind.JsonNode;

/** Decides item by item what becomes of a POST; pure. One item never decides over another. */
final class ItemSorter {

    static final String MEMBERS_UNREADABLE = "Some of the members of the group could not be read.";

    /** Keeps a notice far below the broker's 1 MiB, however many members a bulk change names. */
    static final int MEMBERS_PER_NOTICE = 1_000;

    private final GraphItemReader reader = new GraphItemReader();

    SortedPost sort(Door door, List<JsonNode> items, String traceparent, Instant now) {
        var envelope = Envelope.live(door.integrationId(), Cause.NOTIFICATION, door.settingsVersion(), traceparent);
        // A set: the same item twice in one POST is one reason to look.
        var messages = new LinkedHashSet<Message>();
        var counts = new EnumMap<ItemOutcome, Integer>(ItemOutcome.class);
        for (var item : items) {
            counts.merge(sort(door, item, envelope, now, messages), 1, Integer::sum);
        }
        return new SortedPost(List.copyOf(messages), counts);
    }

    private ItemOutcome sort(Door door, JsonNode item, Envelope envelope, Instant now, Set<Message> messages) {
        var reading = reader.read(item);
        if (reading instanceof IngressItem.Validation) {
            return ItemOutcome.VALIDATION;
        }
        // What is no object can't show a client state; the key in the URL vouches for it as far as the dead letters.
        if (item.isObject() && !door.recognises(GraphItemReader.clientState(item))) {
            return ItemOutcome.WRONG_CLIENT_STATE;
        }
        return switch (reading) {
            case IngressItem.UserChanged(var subject, var changeType) -> {
                messages.add(new UserNotice(envelope, subject, changeType, now));
                yield ItemOutcome.ACCEPTED;
            }
            case IngressItem.GroupChanged group -> {
                messages.addAll(notices(group, envelope, now));
                if (!group.membersReadable()) {
                    messages.add(
                            new DeadLetter(envelope, MEMBERS_UNREADABLE, MaskedItem.of(item, door::recognises), now));
                }
                yield group.membersReadable() ? ItemOutcome.ACCEPTED : ItemOutcome.DEAD_LETTER;
            }
            case IngressItem.Lifecycle(var subscriptionId, var event) -> {
                messages.add(new LifecycleNotice(envelope, subscriptionId, event, now));
                yield ItemOutcome.ACCEPTED;
            }
            case IngressItem.Unreadable(var reason) -> {
                messages.add(new DeadLetter(envelope, reason, MaskedItem.of(item, door::recognises), now));
                yield ItemOutcome.DEAD_LETTER;
            }
            case IngressItem.Validation ignored -> ItemOutcome.VALIDATION;
        };
    }

    private static List<GroupNotice> notices(IngressItem.GroupChanged group, Envelope envelope, Instant now) {
        var members = group.members();
        var notices = new ArrayList<GroupNotice>();
        var from = 0;
        do {
            var to = Math.min(from + MEMBERS_PER_NOTICE, members.size());
            notices.add(new GroupNotice(envelope, group.groupId(), group.changeType(), members.subList(from, to), now));
            from = to;
        } while (from < members.size());
        return notices;
    }
}
