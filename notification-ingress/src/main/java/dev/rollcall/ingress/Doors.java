package dev.rollcall.ingress;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.IntegrationSettings;

/** The settings as the ingress needs them: found by the key in the notification URL. Written by one thread. */
final class Doors {

    private record Known(long version, String keyHash) {}

    private final Map<IntegrationId, Known> known = new HashMap<>();
    private final Map<String, Door> byKeyHash = new ConcurrentHashMap<>();

    /**
     * Takes newer settings in; a lower version than the known one is ignored.
     *
     * @throws IllegalArgumentException when a hash is none; what was known before still holds
     */
    synchronized void apply(IntegrationSettings settings) {
        var id = settings.envelope().integrationId();
        var before = known.get(id);
        if (before != null && settings.version() < before.version()) {
            return;
        }
        if (settings.door() == null) {
            replace(id, before, new Known(settings.version(), null), null);
        } else {
            var keyHash = settings.door().keyHash().toLowerCase(Locale.ROOT);
            Sha256.parse(keyHash);
            replace(id, before, new Known(settings.version(), keyHash), new Door(settings));
        }
    }

    /** Its record is gone from the topic. */
    synchronized void forget(IntegrationId id) {
        var before = known.remove(id);
        if (before != null && before.keyHash() != null) {
            byKeyHash.remove(before.keyHash());
        }
    }

    Optional<Door> find(String integrationKey) {
        return Optional.ofNullable(byKeyHash.get(Sha256.hexOf(integrationKey)));
    }

    /** Those through which notices are wanted. */
    List<Door> open() {
        return byKeyHash.values().stream().filter(Door::isOpen).toList();
    }

    /** The new door first, then the old key away: at no moment is a key unknown that stays the same. */
    private void replace(IntegrationId id, Known before, Known now, Door door) {
        known.put(id, now);
        if (door != null) {
            byKeyHash.put(now.keyHash(), door);
        }
        if (before != null && before.keyHash() != null && !before.keyHash().equals(now.keyHash())) {
            byKeyHash.remove(before.keyHash());
        }
    }
}
