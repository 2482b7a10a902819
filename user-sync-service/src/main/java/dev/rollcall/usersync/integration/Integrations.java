package dev.rollcall.usersync.integration;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.access.AccessSeal;
import dev.rollcall.access.OpenedAccess;
import dev.rollcall.access.SealBroken;
import dev.rollcall.model.IntegrationAccess;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.IntegrationSettings;
import dev.rollcall.model.IntegrationState;
import dev.rollcall.model.TroubleKind;
import dev.rollcall.outbox.MessageJson;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What this service knows of integrations: kept in its schema, replaced by newer versions only. */
@ApplicationScoped
public class Integrations {

    /** Who the manager seals for; access for anybody else is not ours to open. */
    private static final String AUDIENCE = "workers";

    /** In milliseconds, also where less is asked for. */
    private static final long LEAST_REST = 500;

    private final Jdbi jdbi;
    private final MessageJson json;
    private final AccessSeal seal;
    private final NewestStates states;

    public Integrations(Jdbi jdbi, MessageJson json, AccessSeal seal, NewestStates states) {
        this.states = states;
        this.jdbi = jdbi;
        this.json = json;
        this.seal = seal;
    }

    /** A removed integration stays removed. */
    public void store(IntegrationSettings settings) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into integration as i (integration_id, version, state, settings)
                        values (:id, :version, :state, cast(:settings as jsonb))
                        on conflict (integration_id) do update set
                            version = excluded.version, state = excluded.state, settings = excluded.settings
                        where i.version < excluded.version and i.state <> 'REMOVED'""")
                .bind("id", settings.envelope().integrationId().value())
                .bind("version", settings.version())
                .bind("state", settings.state().name())
                .bind("settings", json.text(settings))
                .execute());
    }

    /** A rest goes on: it may be what the directory asked for. */
    public void store(IntegrationAccess access) {
        if (!AUDIENCE.equals(access.audience())) {
            return;
        }
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into integration as i (integration_id, access_version, access_audience, access_sealed)
                        values (:id, :version, :audience, :sealed)
                        on conflict (integration_id) do update set
                            access_version = excluded.access_version, access_audience = excluded.access_audience,
                            access_sealed = excluded.access_sealed
                        where i.access_version < excluded.access_version""")
                .bind("id", access.envelope().integrationId().value())
                .bind("version", access.version())
                .bind("audience", access.audience())
                .bind("sealed", access.sealed())
                .execute());
    }

    /**
     * The integration as of now.
     *
     * @return empty when it is not active or has no access yet
     * @throws AccessUnreadable when the access can't be opened with this service's key
     */
    public Optional<KnownIntegration> active(IntegrationId id) {
        return in(id, IntegrationState.ACTIVE);
    }

    /**
     * The integration that is to be removed. The directory's refusal or silence does not matter to that.
     *
     * @return empty when it is in another state, or has no access that ZenQMS might accept
     * @throws AccessUnreadable when the access can't be opened with this service's key
     */
    public Optional<KnownIntegration> removing(IntegrationId id) {
        return in(id, IntegrationState.REMOVING);
    }

    private Optional<KnownIntegration> in(IntegrationId id, IntegrationState state) {
        if (!states.mayBe(id, state)) {
            return Optional.empty();
        }
        return jdbi.withHandle(handle -> handle.createQuery("""
                                select version, settings, access_version, access_audience, access_sealed
                                from integration
                                where integration_id = :id and state = :state and access_sealed is not null
                                  and (state <> 'REMOVING' or access_version > refused_version
                                      or refused_kind = 'DIRECTORY_ACCESS_REFUSED')""")
                        .bind("id", id.value())
                        .bind("state", state.name())
                        .map((rs, ctx) -> new StoredIntegration(
                                rs.getLong(1), rs.getString(2), rs.getLong(3), rs.getString(4), rs.getString(5)))
                        .findOne())
                .map(stored -> new KnownIntegration(
                        id,
                        state,
                        stored.version,
                        json.fromText(stored.settings, IntegrationSettings.class)
                                .userSync(),
                        stored.accessVersion,
                        open(id, stored)));
    }

    private OpenedAccess open(IntegrationId id, StoredIntegration stored) {
        try {
            return seal.open(id, stored.accessVersion, stored.audience, stored.sealed);
        } catch (SealBroken e) {
            throw new AccessUnreadable(stored.accessVersion, e.getMessage());
        }
    }

    private record StoredIntegration(
            long version, String settings, long accessVersion, String audience, String sealed) {}

    public List<IntegrationId> allToCatchUp(Handle handle) {
        return handle.createQuery("select integration_id from integration where state = any(:states) order by 1")
                .bind("states", new String[] {
                    IntegrationState.ACTIVE.name(),
                    IntegrationState.PAUSED.name(),
                    IntegrationState.NEEDS_AUTHORIZATION.name()
                })
                .mapTo(String.class)
                .map(IntegrationId::new)
                .list();
    }

    /**
     * An outage or a throttle: nothing of the integration is leased for a while, growing while it lasts.
     *
     * @param asked what the other side asked for, which is kept to; null when it said nothing
     */
    public Duration rest(IntegrationId id, Duration asked, String reason) {
        return jdbi.inTransaction(handle -> {
            int count = handle.createQuery("""
                            update integration set resting_reason = :reason,
                                -- Calls that failed together are one failure.
                                resting_count = case when resting_until > now() then resting_count
                                    else least(resting_count + 1, 10) end
                            where integration_id = :id returning resting_count""")
                    .bind("id", id.value())
                    .bind("reason", reason)
                    .mapTo(Integer.class)
                    .findOne()
                    .orElse(1);
            // 0.5 s, 1 s, 2 s ... at most 15 s: an outage that ends is noticed within seconds.
            var rest = Duration.ofMillis(
                    asked != null ? Math.max(LEAST_REST, asked.toMillis()) : Math.min(15_000L, 250L << count));
            handle.createUpdate("""
                            update integration set resting_until =
                                greatest(resting_until, now() + :rest * interval '1 millisecond')
                            where integration_id = :id""")
                    .bind("id", id.value())
                    .bind("rest", rest.toMillis())
                    .execute();
            return rest;
        });
    }

    /** The other sides answer again. */
    public void rested(IntegrationId id) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update integration set resting_count = 0, resting_until = null, resting_reason = null
                        where integration_id = :id and resting_count > 0 and resting_until <= now()""").bind("id", id.value()).execute());
    }

    /**
     * This access is refused: nothing is leased until there is newer.
     *
     * @return whether this is news; the first to notice reports it. ZenQMS's refusal is news after the directory's, too, as a
     *     removal goes on without a directory
     */
    public boolean refused(Handle handle, IntegrationId id, long accessVersion, TroubleKind kind) {
        return handle.createUpdate("""
                                update integration set refused_version = :version, refused_kind = :kind
                                where integration_id = :id and (refused_version < :version
                                    or refused_version = :version and refused_kind = 'DIRECTORY_ACCESS_REFUSED'
                                        and :kind <> refused_kind)""")
                        .bind("kind", kind.name())
                        .bind("id", id.value())
                        .bind("version", accessVersion)
                        .execute()
                > 0;
    }
}
