package dev.rollcall.manager.sweep;

import java.net.URI;
import java.time.Instant;
import java.util.Collection;

import org.jdbi.v3.core.Handle;

/**
 * Where the change feed of people goes on from. A link is as old as the moment its round or walk began: what changed from then
 * on, it shows. Sweeps move it forward; a walk that ends later than a sweep that began after it leaves it alone.
 */
public final class Feeds {

    private Feeds() {}

    /**
     * A walk has come to its end. Its link is kept where there is none, and where it is newer and the walk moved everybody as
     * changes do: who was only linked may have changes that no sweep has shown. One that reads something else of people is
     * kept in any case, as the older link does not show changes of that.
     *
     * @param begunAt when its first page was asked for, or earlier
     * @param attributes what it reads of people besides; names
     */
    public static void walked(
            Handle handle,
            String integration,
            URI link,
            Instant begunAt,
            Collection<String> attributes,
            boolean applied) {
        // As a sweep that ends does: it holds this row while it moves the link on.
        handle.createQuery("select 1 from sweep where integration_id = :integration for update")
                .bind("integration", integration)
                .mapTo(Integer.class)
                .findOne();
        var kept = handle.createUpdate("""
                        insert into directory_feed (integration_id, resource, delta_link, taken_at, attributes)
                        -- Where a link was lost, only a walk that moves everybody makes up for it.
                        select :integration, 'users', :link, :at, :attributes
                        where :applied or exists (select 1 from directory_feed where integration_id = :integration)
                           or not exists (select 1 from sweep where integration_id = :integration and due_at is not null)
                        on conflict (integration_id, resource) do update set delta_link = excluded.delta_link,
                            taken_at = excluded.taken_at, attributes = excluded.attributes
                        where :applied and (directory_feed.taken_at < excluded.taken_at
                            or directory_feed.attributes <> excluded.attributes)""")
                .bind("integration", integration)
                .bind("link", link.toString())
                .bind("at", begunAt)
                .bind("attributes", attributes.stream().sorted().toArray(String[]::new))
                .bind("applied", applied)
                .execute();
        if (kept > 0) {
            // What changed during the walk is shown by the next sweep: soon, as it may have been missed by both.
            handle.createUpdate("""
                            insert into sweep (integration_id, due_at, read_to) values (:integration, :at, :at)
                            on conflict (integration_id) do update set due_at = excluded.due_at,
                                read_to = greatest(sweep.read_to, excluded.read_to)""")
                    .bind("integration", integration)
                    .bind("at", begunAt)
                    .execute();
        }
    }

    /** A round is over. If another link was kept meanwhile, that one stays. */
    static void swept(Handle handle, String integration, URI from, URI link, Instant begunAt) {
        handle.createUpdate("""
                        update directory_feed set delta_link = :link, taken_at = :at
                        where integration_id = :integration and resource = 'users' and delta_link = :from""")
                .bind("integration", integration)
                .bind("from", from.toString())
                .bind("link", link.toString())
                .bind("at", begunAt)
                .execute();
        handle.createUpdate("update sweep set read_to = greatest(read_to, :at) where integration_id = :integration")
                .bind("integration", integration)
                .bind("at", begunAt)
                .execute();
    }

    /** Nothing goes on from there any more. */
    static void forget(Handle handle, String integration) {
        handle.createUpdate("delete from directory_feed where integration_id = :integration and resource = 'users'")
                .bind("integration", integration)
                .execute();
    }
}
