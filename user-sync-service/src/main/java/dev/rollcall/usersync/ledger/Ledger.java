package dev.rollcall.usersync.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
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
import dev.rollcall.usersync.plan.Departure;
import dev.rollcall.usersync.plan.Owner;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The record of everybody looked at and of every link. */
@ApplicationScoped
public class Ledger {

    private final Jdbi jdbi;
    private final MessageJson json;

    public Ledger(Jdbi jdbi, MessageJson json) {
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

    /** A few known to exist: linked, active, looked at last, not in doubt now. Witnesses that our reads go where they should. */
    public List<SubjectId> witnesses(IntegrationId integration) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select subject_id from ledger l
                        where integration_id = :integration and active and in_directory
                          and not exists (select 1 from work_row w
                              where w.integration_id = l.integration_id and w.subject_id = l.subject_id)
                        order by looked_at desc limit 3""")
                .bind("integration", integration.value())
                .mapTo(String.class)
                .map(SubjectId::new)
                .list());
    }

    /** Which person we link a ZenQMS user to. */
    public Optional<Owner> owner(IntegrationId integration, ZenQmsUserId user) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select subject_id, in_directory from ledger where integration_id = :integration and zenqms_user_id = :user")
                .bind("integration", integration.value())
                .bind("user", user.value())
                .map((rs, ctx) -> new Owner(new SubjectId(rs.getString(1)), !rs.getBoolean(2)))
                .findOne());
    }

    /** Before a write: until its effect is recorded, what ZenQMS has is in doubt, and the next look asks ZenQMS. */
    public void doubt(Handle handle, IntegrationId integration, Collection<SubjectId> subjects) {
        handle.createUpdate(
                        "update ledger set written = null where integration_id = :integration and subject_id = any(:subjects)")
                .bind("integration", integration.value())
                .bind("subjects", subjects.stream().map(SubjectId::value).toArray(String[]::new))
                .execute();
    }

    /** Who is skipped because somebody else has this mail. */
    public List<SubjectId> waitingFor(Handle handle, IntegrationId integration, String mail) {
        return handle.createQuery(
                        "select subject_id from ledger where integration_id = :integration and disputed_mail = :mail")
                .bind("integration", integration.value())
                .bind("mail", mail.toLowerCase(Locale.ROOT))
                .mapTo(String.class)
                .map(SubjectId::new)
                .list();
    }

    /** What is known of a person from now on, with the outcome that it came with. */
    public record Entry(IntegrationId integrationId, LedgerEntry entry, Outcome outcome) {}

    /** Replaces what is known, in the transaction of the reports. */
    public void record(Handle handle, Collection<Entry> entries) {
        releaseFormerOwners(handle, entries);
        var batch = handle.prepareBatch("""
                insert into ledger (integration_id, subject_id, sequence, looked_at, outcome, reason,
                    zenqms_user_id, link_origin, set_by_us, active, written, in_directory, disputed_mail, rejected)
                values (:integration, :subject, :sequence, :lookedAt, :outcome, :reason,
                    :user, :origin, :setByUs, :active, cast(:written as jsonb), :inDirectory, :disputedMail, :rejected)
                on conflict (integration_id, subject_id) do update set
                    sequence = excluded.sequence, looked_at = excluded.looked_at, outcome = excluded.outcome,
                    reason = excluded.reason, zenqms_user_id = excluded.zenqms_user_id,
                    link_origin = excluded.link_origin, set_by_us = excluded.set_by_us,
                    active = excluded.active, written = excluded.written,
                    in_directory = excluded.in_directory, disputed_mail = excluded.disputed_mail,
                    rejected = excluded.rejected,
                    removal = null, cleared_user = null""");
        for (var one : entries) {
            var entry = one.entry;
            var linked = entry.link();
            batch.bind("integration", one.integrationId.value())
                    .bind("subject", entry.subjectId().value())
                    .bind("sequence", entry.sequence())
                    .bind("lookedAt", entry.lookedAt().atOffset(ZoneOffset.UTC))
                    .bind("outcome", one.outcome.kind().name())
                    .bind("reason", one.outcome.reason())
                    .bind("user", linked.map(l -> l.user().value()).orElse(null))
                    .bind("origin", linked.map(l -> l.origin().name()).orElse(null))
                    .bind("setByUs", linked.map(LedgerEntry.Linked::setByUs).orElse(false))
                    .bind("active", linked.map(LedgerEntry.Linked::active).orElse(false))
                    .bind("written", entry.written() == null ? null : json.text(entry.written()))
                    .bind("inDirectory", entry.inDirectory())
                    .bind(
                            "rejected",
                            entry.rejected() == null ? null : entry.rejected().name())
                    .bind("disputedMail", entry.disputedMail())
                    .add();
        }
        batch.execute();
    }

    /** A departed person's link ends when their ZenQMS user goes to somebody else. */
    private static void releaseFormerOwners(Handle handle, Collection<Entry> entries) {
        var batch = handle.prepareBatch("""
                update ledger set zenqms_user_id = null, link_origin = null, set_by_us = false, active = false,
                    written = null
                where integration_id = :integration and zenqms_user_id = :user and subject_id <> :subject
                  and not in_directory""");
        for (var one : entries) {
            one.entry
                    .link()
                    .ifPresent(link -> batch.bind("integration", one.integrationId.value())
                            .bind("user", link.user().value())
                            .bind("subject", one.entry.subjectId().value())
                            .add());
        }
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    private LedgerEntry entry(ResultSet rs) throws SQLException {
        var user = rs.getString("zenqms_user_id");
        var written = rs.getString("written");
        var rejected = rs.getString("rejected");
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
                written == null ? null : json.fromText(written, MappedFields.class),
                rs.getBoolean("in_directory"),
                rs.getString("disputed_mail"),
                rejected == null ? null : Departure.valueOf(rejected));
    }

    private static Instant instant(ResultSet rs, String column) throws SQLException {
        return rs.getObject(column, OffsetDateTime.class).toInstant();
    }
}
