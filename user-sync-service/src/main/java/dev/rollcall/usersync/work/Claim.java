package dev.rollcall.usersync.work;

import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.SubjectId;

/** That somebody holds a row, by the fence that they leased it with. */
public record Claim(IntegrationId integrationId, SubjectId subjectId, Lane lane, long fence) {

    public static Claim of(WorkRow row, Lease lease) {
        return new Claim(row.integrationId(), row.subjectId(), row.lane(), lease.fence());
    }
}
