package dev.rollcall.zenqms.budget;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import dev.rollcall.model.IntegrationId;

import org.jdbi.v3.core.Jdbi;

/** How many calls of an integration are open, over all replicas. A place that a crash left behind is free after a while. */
final class Places {

    private final Jdbi jdbi;
    private final IntegrationId integration;

    Places(Jdbi jdbi, IntegrationId integration) {
        this.jdbi = jdbi;
        this.integration = integration;
    }

    /**
     * Takes some of the first {@code limit} places, as far as they are free and ZenQMS has not asked for quiet.
     *
     * @param wanted how many at the most
     * @param kept how long the place may be passed on from call to call
     * @param longest how long the last of these calls can take
     */
    List<Budget.Turn> take(int limit, int wanted, Duration kept, Duration longest) {
        var until = System.nanoTime() + kept.toNanos();
        return jdbi.withHandle(handle -> handle.createQuery("""
                        with free as (
                            select place.number from generate_series(1, :limit) as place (number)
                            where not exists (select 1 from zenqms_place p where p.integration_id = :integration
                                and p.number = place.number and p.taken_until > now())
                              and not exists (select 1 from zenqms_pace q where q.integration_id = :integration
                                and q.quiet_until > now())
                            order by random() limit :wanted)
                        insert into zenqms_place as p (integration_id, number, fence, taken_until)
                        select :integration, number, nextval('zenqms_place_fence'),
                            now() + :longest * interval '1 millisecond'
                        -- In one order everywhere, or two who take several would wait for each other.
                        from (select number from free order by number) as ordered
                        on conflict (integration_id, number) do update set
                            fence = excluded.fence, taken_until = excluded.taken_until
                        where p.taken_until <= now()
                        returning number, fence""")
                .bind("integration", integration.value())
                .bind("limit", limit)
                .bind("wanted", wanted)
                .bind("longest", kept.plus(longest).toMillis())
                .map((rs, ctx) -> new Budget.Turn(rs.getInt(1), rs.getLong(2), until))
                .list());
    }

    void free(Collection<Budget.Turn> turns) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        with held as materialized (
                            select p.number from zenqms_place p
                            join unnest(:numbers, :fences) as mine (number, fence)
                                on p.number = mine.number and p.fence = mine.fence
                            where p.integration_id = :integration
                            order by p.number for update of p)
                        delete from zenqms_place p using held
                        where p.integration_id = :integration and p.number = held.number""")
                .bind("integration", integration.value())
                .bind("numbers", turns.stream().map(Budget.Turn::place).toArray(Integer[]::new))
                .bind("fences", turns.stream().map(Budget.Turn::fence).toArray(Long[]::new))
                .execute());
    }
}
