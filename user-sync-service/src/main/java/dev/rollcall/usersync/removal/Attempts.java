package dev.rollcall.usersync.removal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.LinkOrigin;
import dev.rollcall.model.SubjectId;
import dev.rollcall.zenqms.ZenQmsUser;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What workers that died began and nobody recorded: whom it linked is found out before anything is cleared. */
@ApplicationScoped
class Attempts {

    private final Jdbi jdbi;
    private final RemovalTable table;

    Attempts(Jdbi jdbi, RemovalTable table) {
        this.jdbi = jdbi;
        this.table = table;
    }

    /** What a create or a link by mail left open: what it came to, nobody recorded. */
    record Attempt(SubjectId subjectId, String email, LinkOrigin purpose, Duration age) {
        @Override
        public String toString() {
            return "Attempt[" + subjectId + ", age=" + age + "]";
        }
    }

    List<Attempt> of(IntegrationId integration) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select subject_id, email_lower, purpose, extract(epoch from now() - opened_at) * 1000
                        from intent where integration_id = :integration and scope = 'apply' order by subject_id limit 20""")
                .bind("integration", integration.value())
                .map((rs, ctx) -> new Attempt(
                        new SubjectId(rs.getString(1)),
                        rs.getString(2),
                        LinkOrigin.valueOf(rs.getString(3)),
                        Duration.ofMillis(rs.getLong(4))))
                .list());
    }

    /** @param user whom the attempt gave its external id to; empty for nobody */
    void settle(Removal removal, Attempt attempt, Optional<ZenQmsUser> user) {
        jdbi.useTransaction(handle -> {
            table.count(handle, removal, 0, 0);
            user.ifPresent(one -> give(handle, removal.integrationId(), attempt, one));
            handle.createUpdate("""
                            delete from intent where integration_id = :integration and scope = 'apply'
                              and subject_id = :subject""")
                    .bind("integration", removal.integrationId().value())
                    .bind("subject", attempt.subjectId().value())
                    .execute();
        });
    }

    /** A departed person's user may have gone to the one whose attempt it was. */
    private static void give(Handle handle, IntegrationId integration, Attempt attempt, ZenQmsUser user) {
        handle.createUpdate("""
                        update ledger set zenqms_user_id = null, link_origin = null, set_by_us = false
                        where integration_id = :integration and zenqms_user_id = :user and subject_id <> :subject""")
                .bind("integration", integration.value())
                .bind("user", user.id().value())
                .bind("subject", attempt.subjectId().value())
                .execute();
        handle.createUpdate("""
                        insert into ledger as l (integration_id, subject_id, looked_at, outcome, zenqms_user_id,
                            link_origin, set_by_us, active)
                        values (:integration, :subject, now(), 'UNKNOWN', :user, :origin, true, :active)
                        on conflict (integration_id, subject_id) do update set zenqms_user_id = excluded.zenqms_user_id,
                            link_origin = excluded.link_origin, set_by_us = true, removal = null""")
                .bind("integration", integration.value())
                .bind("subject", attempt.subjectId().value())
                .bind("user", user.id().value())
                .bind("origin", attempt.purpose().name())
                .bind("active", user.active())
                .execute();
    }
}
