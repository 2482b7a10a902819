package dev.rollcall.sandbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The users of one account with their indexes. The caller holds the world's lock. */
final class ZenUsers {
    private final Map<String, ZenUser> byId = new HashMap<>();
    private final List<String> order = new ArrayList<>();
    private final Map<String, String> byEmail = new HashMap<>();
    /** ZenQMS is not known to keep external ids unique, so neither does the sandbox. */
    private final Map<String, Set<String>> byExternalId = new HashMap<>();

    void put(ZenUser user) {
        ZenUser before = byId.put(user.id(), user);
        if (before == null) {
            order.add(user.id());
        } else {
            byEmail.remove(ZenWorld.lower(before.email()));
            if (before.externalId() != null) {
                byExternalId.get(before.externalId()).remove(before.id());
            }
        }
        byEmail.put(ZenWorld.lower(user.email()), user.id());
        if (user.externalId() != null) {
            byExternalId
                    .computeIfAbsent(user.externalId(), key -> new LinkedHashSet<>())
                    .add(user.id());
        }
    }

    Optional<ZenUser> byId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    Optional<ZenUser> byEmail(String email) {
        return Optional.ofNullable(byEmail.get(ZenWorld.lower(email))).map(byId::get);
    }

    List<ZenUser> byExternalId(String externalId) {
        return byExternalId.getOrDefault(externalId, Set.of()).stream()
                .map(byId::get)
                .toList();
    }

    List<ZenUser> all() {
        return order.stream().map(byId::get).toList();
    }

    Collection<String> ids() {
        return order;
    }

    /** The users at these places, for paging without copying everybody. */
    List<ZenUser> range(int from, int to) {
        int end = Math.min(to, order.size());
        return from >= end
                ? List.of()
                : order.subList(from, end).stream().map(byId::get).toList();
    }

    int size() {
        return order.size();
    }
}
