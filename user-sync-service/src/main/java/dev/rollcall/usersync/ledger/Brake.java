package dev.rollcall.usersync.ledger;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.IntegrationSettings;
import dev.rollcall.model.SubjectId;

import org.jdbi.v3.core.Handle;

/**
 * Limits how many people an integration deactivates in 24 hours, over all paths. Counted under the lock of the
 * integration's row and before the write, so that no two replicas both take the last place.
 */
@ApplicationScoped
public class Brake {

    /**
     * Takes a place for a deactivation. Somebody who has one already, because a former attempt took it, takes no second.
     *
     * @return false when the limit is reached: the deactivation is to be held
     */
    public boolean allows(
            Handle handle, IntegrationId integration, SubjectId subject, IntegrationSettings.UserSync settings) {
        handle.createQuery("select 1 from integration where integration_id = :integration for update")
                .bind("integration", integration.value())
                .mapTo(Integer.class)
                .findOne();
        handle.createUpdate(
                        "delete from brake_event where integration_id = :integration and at < now() - interval '24 hours'")
                .bind("integration", integration.value())
                .execute();
        var counted = handle.createQuery("""
                        select count(*) as all_events, count(*) filter (where subject_id = :subject) as mine,
                            greatest(
                                (select count(*) from ledger where integration_id = :integration
                                    and zenqms_user_id is not null),
                                -- At the start of a first sync nobody is linked yet, but the account has its size.
                                (select count(*) from zenqms_index where integration_id = :integration)) as people
                        from brake_event where integration_id = :integration""")
                .bind("integration", integration.value())
                .bind("subject", subject.value())
                .map((rs, ctx) -> new Counted(rs.getLong(1), rs.getLong(2), rs.getLong(3)))
                .one();
        if (counted.mine > 0) {
            return true;
        }
        if (counted.all >= limit(counted.people, settings)) {
            return false;
        }
        handle.createUpdate(
                        "insert into brake_event (integration_id, subject_id, at) values (:integration, :subject, now())")
                .bind("integration", integration.value())
                .bind("subject", subject.value())
                .execute();
        return true;
    }

    static long limit(long people, IntegrationSettings.UserSync settings) {
        return Math.max(settings.brakeAtLeast(), people * settings.brakePercent() / 100);
    }

    private record Counted(long all, long mine, long people) {}
}
