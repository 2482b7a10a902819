package dev.rollcall.usersync.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.LinkOrigin;
import dev.rollcall.model.MappedFields;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.ZenQmsUserId;
import dev.rollcall.outbox.MessageJson;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The record of everybody looked at and of every link. */
@ApplicationScoped
public class Ledger {

    private final Jdbi jdbi;
    private final MessageJson json;

    Ledger(Jdbi jdbi, MessageJson json) {
        this.jdbi = jdbi;
        this.json = json;
    }

    public Map<SubjectId, LedgerEntry> entries(IntegrationId integration, Collection<SubjectId> subjects) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select * from ledger where integration_id = :integration and subject_id = any(:subjects)")
                .bind("integration", integration.value())
                .bind("subjects", subjects.stream().map(SubjectId::value).toArray(String[]::new))
                .map((rs, ctx) -> entry(rs))
                .collect(Collectors.toMap(LedgerEntry::subjectId, Function.identity())));
    }

    /** Somebody known to exist: linked, active, looked at last. A witness that our reads go where they should. */
    public Optional<SubjectId> witness(IntegrationId integration, Collection<SubjectId> except) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select subject_id from ledger
                        where integration_id = :integration and active and not subject_id = any(:except)
                        order by looked_at desc limit 1""")
                .bind("integration", integration.value())
                .bind("except", except.stream().map(SubjectId::value).toArray(String[]::new))
                .mapTo(String.class)
                .findOne()
                .map(SubjectId::new));
    }

    /** Which person we link a ZenQMS user to. */
    public Optional<SubjectId> owner(IntegrationId integration, ZenQmsUserId user) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select subject_id from ledger where integration_id = :integration and zenqms_user_id = :user")
                .bind("integration", integration.value())
                .bind("user", user.value())
                .mapTo(String.class)
                .findOne()
                .map(SubjectId::new));
    }

    /** Replaces what is known, in the transaction of the report. */
    public void record(Handle handle, IntegrationId integration, LedgerEntry entry, Outcome outcome) {
        var linked = entry.link();
        handle.createUpdate("""
                        insert into ledger (integration_id, subject_id, sequence, looked_at, outcome, reason,
                            zenqms_user_id, link_origin, set_by_us, active, written)
                        values (:integration, :subject, :sequence, :lookedAt, :outcome, :reason,
                            :user, :origin, :setByUs, :active, cast(:written as jsonb))
                        on conflict (integration_id, subject_id) do update set
                            sequence = excluded.sequence, looked_at = excluded.looked_at, outcome = excluded.outcome,
                            reason = excluded.reason, zenqms_user_id = excluded.zenqms_user_id,
                            link_origin = excluded.link_origin, set_by_us = excluded.set_by_us,
                            active = excluded.active, written = excluded.written""")
                .bind("integration", integration.value())
                .bind("subject", entry.subjectId().value())
                .bind("sequence", entry.sequence())
                .bind("lookedAt", entry.lookedAt().atOffset(ZoneOffset.UTC))
                .bind("outcome", outcome.kind().name())
                .bind("reason", outcome.reason())
                .bind("user", linked.map(l -> l.user().value()).orElse(null))
                .bind("origin", linked.map(l -> l.origin().name()).orElse(null))
                .bind("setByUs", linked.map(LedgerEntry.Linked::setByUs).orElse(false))
                .bind("active", linked.map(LedgerEntry.Linked::active).orElse(false))
                .bind("written", entry.written() == null ? null : json.text(entry.written()))
                .execute();
    }

    private LedgerEntry entry(ResultSet rs) throws SQLException {
        var user = rs.getString("zenqms_user_id");
        var written = rs.getString("written");
        return new LedgerEntry(
                new SubjectId(rs.getString("subject_id")),
                rs.getLong("sequence"),
                instant(rs, "looked_at"),
                user == null
                        ? null
                        : new LedgerEntry.Linked(
                                new ZenQmsUserId(user),
                                LinkOrigin.valueOf(rs.getString("link_origin")),
                                rs.getBoolean("set_by_us"),
                                rs.getBoolean("active")),
                written == null ? null : json.fromText(written, MappedFields.class));
    }

    private static Instant instant(ResultSet rs, String column) throws SQLException {
        return rs.getObject(column, OffsetDateTime.class).toInstant();
    }
}
