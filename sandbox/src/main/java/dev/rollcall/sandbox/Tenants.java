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
    private final Skeletons.Later later;

    Tenants(InstantSource clock, Notifier.Line line, Skeletons.Later later) {
        this.clock = clock;
        this.line = line;
        this.later = later;
    }

    EntraTenant existingOrNew(String tenantId) {
        return all.computeIfAbsent(tenantId.toLowerCase(Locale.ROOT), id -> new EntraTenant(id, clock, line, later));
    }

    List<EntraTenant> all() {
        return List.copyOf(all.values());
    }

    Optional<EntraTenant> find(String tenantId) {
        return Optional.ofNullable(all.get(tenantId.toLowerCase(Locale.ROOT)));
    }
}
