package dev.rollcall.usersync.reconcile;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.RunId;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.ZenQmsUserId;
import dev.rollcall.zenqms.UserSearch;
import dev.rollcall.zenqms.ZenQmsUser;
import dev.rollcall.zenqms.ZenQmsUsers;

import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * ZenQMS's users in a table: paged once at the start of a run, kept up by our own writes. For a run it is the read, so an
 * unchanged person costs no call.
 */
@ApplicationScoped
class ZenQmsIndex {

    private static final Logger LOG = Logger.getLogger(ZenQmsIndex.class);

    /** Longer than any page takes; renewed with each page. */
    private static final Duration BUILD_LEASE = Duration.ofSeconds(30);

    private final Jdbi jdbi;

    ZenQmsIndex(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Whether the index was filled for a run. */
    boolean isReady(IntegrationId integration, RunId run) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select ready from zenqms_index_build where integration_id = :integration and run_id = :run")
                .bind("integration", integration.value())
                .bind("run", run.value())
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false));
    }

    /** The build's fence, or 0 when another worker has it. */
    private long takeBuild(IntegrationId integration, RunId run) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        insert into zenqms_index_build as b (integration_id, run_id, fence, leased_until)
                        values (:integration, :run, nextval('work_fence'), now() + :lease * interval '1 millisecond')
                        on conflict (integration_id, run_id) do update set
                            fence = excluded.fence, leased_until = excluded.leased_until
                        where not b.ready and b.leased_until < now()
                        returning fence""")
                .bind("integration", integration.value())
                .bind("run", run.value())
                .bind("lease", BUILD_LEASE.toMillis())
                .mapTo(Long.class)
                .findOne()
                .orElse(0L));
    }

    /**
     * Fills the index for a run, unless it is filled or another worker is filling it.
     *
     * @throws dev.rollcall.zenqms.ZenQmsException when ZenQMS can't be read now
     */
    void fill(IntegrationId integration, RunId run, ZenQmsUsers users) {
        long fence = takeBuild(integration, run);
        if (fence > 0) {
            fill(integration, run, users, fence);
        }
    }

    private void fill(IntegrationId integration, RunId run, ZenQmsUsers users, long fence) {
        try {
            var began = now();
            var seen = new HashSet<ZenQmsUserId>();
            var last = false;
            for (int number = 1; !last; number++) {
                var asOf = now();
                var page = users.search(new UserSearch.Everybody(), number);
                var before = seen.size();
                page.users().forEach(user -> seen.add(user.id()));
                // A page that repeats would go on for ever.
                last = page.last() || seen.size() == before;
                store(integration, run, page.users(), asOf, fence);
            }
            jdbi.useTransaction(handle -> {
                handle.createUpdate("delete from zenqms_index where integration_id = :integration and as_of < :began")
                        .bind("integration", integration.value())
                        .bind("began", began)
                        .execute();
                handle.createUpdate("""
                                update zenqms_index_build set ready = true
                                where integration_id = :integration and run_id = :run and fence = :fence""")
                        .bind("integration", integration.value())
                        .bind("run", run.value())
                        .bind("fence", fence)
                        .execute();
            });
            LOG.infof("ZenQMS index filled: integrationId=%s runId=%s users=%d", integration, run, seen.size());
        } catch (RuntimeException e) {
            jdbi.useHandle(handle -> leaseBuild(handle, integration, run, fence, Duration.ZERO));
            throw e;
        }
    }

    private void store(IntegrationId integration, RunId run, List<ZenQmsUser> users, OffsetDateTime asOf, long fence) {
        jdbi.useTransaction(handle -> {
            put(handle, users.stream().map(user -> new Seen(integration, user)).toList(), asOf);
            leaseBuild(handle, integration, run, fence, BUILD_LEASE);
        });
    }

    private static void leaseBuild(Handle handle, IntegrationId integration, RunId run, long fence, Duration lease) {
        handle.createUpdate("""
                        update zenqms_index_build set leased_until = now() + :lease * interval '1 millisecond'
                        where integration_id = :integration and run_id = :run and fence = :fence""")
                .bind("lease", lease.toMillis())
                .bind("integration", integration.value())
                .bind("run", run.value())
                .bind("fence", fence)
                .execute();
    }

    /** A user of ZenQMS as it now is. */
    record Seen(IntegrationId integrationId, ZenQmsUser user) {}

    /** Keeps the index up with writes of ours, in the transaction that records them. */
    void put(Handle handle, Collection<Seen> seen) {
        put(handle, seen, null);
    }

    /** @param asOf when the users were read; null for now. What is known from later stays. */
    private static void put(Handle handle, Collection<Seen> seen, OffsetDateTime asOf) {
        if (seen.isEmpty()) {
            return;
        }
        var batch = handle.prepareBatch("""
                insert into zenqms_index as i (integration_id, zenqms_user_id, external_id, email_lower, email,
                    first_name, last_name, title, active, as_of)
                values (:integration, :id, :externalId, :emailLower, :email, :firstName, :lastName, :title, :active,
                    coalesce(:asOf, clock_timestamp()))
                on conflict (integration_id, zenqms_user_id) do update set
                    external_id = excluded.external_id, email_lower = excluded.email_lower,
                    email = excluded.email, first_name = excluded.first_name, last_name = excluded.last_name,
                    title = excluded.title, active = excluded.active, as_of = excluded.as_of, doubtful = false
                where i.as_of <= excluded.as_of""");
        for (var one : seen) {
            var user = one.user;
            batch.bind("integration", one.integrationId.value())
                    .bind("id", user.id().value())
                    .bind("externalId", user.externalId())
                    .bind("emailLower", user.email() == null ? null : lower(user.email()))
                    .bind("email", user.email())
                    .bind("firstName", user.firstName())
                    .bind("lastName", user.lastName())
                    .bind("title", user.title())
                    .bind("active", user.active())
                    .bind("asOf", asOf)
                    .add();
        }
        batch.execute();
    }

    private OffsetDateTime now() {
        return jdbi.withHandle(handle -> handle.createQuery("select clock_timestamp()")
                .mapTo(OffsetDateTime.class)
                .one());
    }

    /** What is known of these users may be wrong: the next read asks ZenQMS. */
    void doubt(Handle handle, IntegrationId integration, Collection<ZenQmsUserId> users) {
        handle.createUpdate("""
                        update zenqms_index set doubtful = true, as_of = clock_timestamp()
                        where integration_id = :integration and zenqms_user_id = any(:users)""")
                .bind("integration", integration.value())
                .bind("users", users.stream().map(ZenQmsUserId::value).toArray(String[]::new))
                .execute();
    }

    /** All that is known of users who may be one of these people. */
    IndexView view(IntegrationId integration, Collection<Assignment> people) {
        var users = new ArrayList<String>();
        var subjects = new ArrayList<String>();
        var mails = new ArrayList<String>();
        for (var work : people) {
            work.look().known().link().ifPresent(link -> users.add(link.user().value()));
            subjects.add(work.subject().value());
            if (work.mail() != null && !work.mail().isBlank()) {
                mails.add(lower(work.mail()));
            }
        }
        var doubtful = new HashSet<ZenQmsUserId>();
        var found = jdbi.withHandle(handle -> handle.createQuery("""
                        select * from zenqms_index where integration_id = :integration
                          and (zenqms_user_id = any(:users) or external_id = any(:subjects) or email_lower = any(:mails))""")
                .bind("integration", integration.value())
                .bind("users", users.toArray(String[]::new))
                .bind("subjects", subjects.toArray(String[]::new))
                .bind("mails", mails.toArray(String[]::new))
                .map((rs, ctx) -> {
                    var user = user(rs);
                    if (rs.getBoolean("doubtful")) {
                        doubtful.add(user.id());
                    }
                    return user;
                })
                .list());
        return new IndexView(found, doubtful);
    }

    List<ZenQmsUser> byExternalId(IntegrationId integration, SubjectId subject) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select * from zenqms_index where integration_id = :integration and external_id = :subject")
                .bind("integration", integration.value())
                .bind("subject", subject.value())
                .map((rs, ctx) -> user(rs))
                .list());
    }

    private static ZenQmsUser user(ResultSet rs) throws SQLException {
        return new ZenQmsUser(
                new ZenQmsUserId(rs.getString("zenqms_user_id")),
                rs.getString("external_id"),
                rs.getString("email"),
                rs.getString("first_name"),
                rs.getString("last_name"),
                rs.getString("title"),
                rs.getBoolean("active"));
    }

    static String lower(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }
}
