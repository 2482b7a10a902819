package dev.rollcall.usersync.reconcile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.rollcall.model.SubjectId;
import dev.rollcall.model.ZenQmsUserId;
import dev.rollcall.zenqms.ZenQmsUser;

/** What the index knew, at one moment, of the users who may be the people of one lease. */
final class IndexView {

    private final Map<ZenQmsUserId, ZenQmsUser> byId = new HashMap<>();
    private final Map<String, List<ZenQmsUser>> byExternalId = new HashMap<>();
    private final Map<String, List<ZenQmsUser>> byEmail = new HashMap<>();

    private final Set<ZenQmsUserId> doubtful;

    IndexView(List<ZenQmsUser> users, Set<ZenQmsUserId> doubtful) {
        this.doubtful = doubtful;
        for (var user : users) {
            byId.put(user.id(), user);
            if (user.externalId() != null) {
                byExternalId
                        .computeIfAbsent(user.externalId(), key -> new ArrayList<>())
                        .add(user);
            }
            if (user.email() != null) {
                byEmail.computeIfAbsent(ZenQmsIndex.lower(user.email()), key -> new ArrayList<>())
                        .add(user);
            }
        }
    }

    /** Whether a call of ours may have changed somebody who may be this person: then ZenQMS itself is asked. */
    boolean doubts(Assignment work) {
        var mail = work.mail();
        return !doubtful.isEmpty()
                && Stream.of(
                                work.look()
                                        .known()
                                        .link()
                                        .map(link -> byId(link.user()))
                                        .orElse(List.of()),
                                byExternalId(work.subject()),
                                mail == null || mail.isBlank() ? List.<ZenQmsUser>of() : byEmail(mail))
                        .flatMap(List::stream)
                        .map(ZenQmsUser::id)
                        .anyMatch(doubtful::contains);
    }

    List<ZenQmsUser> byId(ZenQmsUserId user) {
        return byId.containsKey(user) ? List.of(byId.get(user)) : List.of();
    }

    List<ZenQmsUser> byExternalId(SubjectId subject) {
        return byExternalId.getOrDefault(subject.value(), List.of());
    }

    /** Ignoring case. */
    List<ZenQmsUser> byEmail(String email) {
        return byEmail.getOrDefault(ZenQmsIndex.lower(email), List.of());
    }
}
