package dev.rollcall.sandbox;

import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The sandbox's Entra tenants. */
final class Tenants {
    private final Map<String, EntraTenant> all = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private final Notifier.Line line;

    Tenants(InstantSource clock, Notifier.Line line) {
        this.clock = clock;
        this.line = line;
    }

    EntraTenant existingOrNew(String tenantId) {
        return all.computeIfAbsent(tenantId.toLowerCase(Locale.ROOT), id -> new EntraTenant(id, clock, line));
    }

    List<EntraTenant> all() {
        return List.copyOf(all.values());
    }

    Optional<EntraTenant> find(String tenantId) {
        return Optional.ofNullable(all.get(tenantId.toLowerCase(Locale.ROOT)));
    }
}
