package dev.rollcall.usersync.removal;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.OutcomeKind;
import dev.rollcall.model.RunId;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.ZenQmsUserId;
import dev.rollcall.usersync.work.Ticker;
import dev.rollcall.zenqms.ZenQmsUser;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Who removes what, and how far it is. Whoever lost the lease changes nothing here. */
@ApplicationScoped
class RemovalTable {

    private final Jdbi jdbi;
    private final Ticker ticker;

    RemovalTable(Jdbi jdbi, Ticker ticker) {
        this.jdbi = jdbi;
        this.ticker = ticker;
    }

    /** Integrations to be removed that nobody is at, and that don't rest; who is stuck waits for news, or for an hour. */
    List<IntegrationId> due() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select i.integration_id from integration i
                        where i.state = 'REMOVING' and i.settings -> 'envelope' ->> 'runId' is not null
                          and (i.resting_until is null or i.resting_until <= now())
                          and not exists (select 1 from removal r where r.integration_id = i.integration_id
                              and r.run_id = i.settings -> 'envelope' ->> 'runId'
                              and (r.reported or r.leased_until > now() or r.stuck_until > now()
                                  and r.stuck_version >= i.version and r.stuck_access_version >= i.access_version))
                        order by 1""")
                .map((rs, ctx) -> new IntegrationId(rs.getString(1)))
                .list());
    }

    /** Empty when somebody else was first. */
    Optional<Removal> lease(IntegrationId integration, Duration length) {
        var asked = ticker.nanos();
        return jdbi.withHandle(handle -> handle.createQuery("""
                        insert into removal as r (integration_id, run_id, fence, leased_until)
                        select integration_id, settings -> 'envelope' ->> 'runId', nextval('work_fence'),
                            now() + :length * interval '1 millisecond'
                        from integration where integration_id = :integration and state = 'REMOVING'
                        on conflict (integration_id, run_id) do update set
                            fence = excluded.fence, leased_until = excluded.leased_until
                        where r.leased_until <= now() and not r.reported
                        returning run_id, fence,
                            (select version from integration i where i.integration_id = r.integration_id)""")
                .bind("integration", integration.value())
                .bind("length", length.toMillis())
                .map((rs, ctx) -> new Removal(
                        integration,
                        new RunId(rs.getString(1)),
                        rs.getLong(3),
                        rs.getLong(2),
                        asked,
                        ticker,
                        removal -> leaseFor(removal, length),
                        length))
                .findOne());
    }

    void giveBack(Removal removal) {
        leaseFor(removal, Duration.ZERO);
    }

    private boolean leaseFor(Removal removal, Duration length) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                                update removal set leased_until = now() + :length * interval '1 millisecond'
                                where integration_id = :integration and run_id = :run and fence = :fence
                                  and leased_until > now()""")
                        .bind("length", length.toMillis())
                        .bindMap(of(removal))
                        .execute())
                > 0;
    }

    static Map<String, Object> of(Removal removal) {
        return Map.of(
                "integration", removal.integrationId().value(),
                "run", removal.runId().value(),
                "fence", removal.fence());
    }

    /**
     * Drops the integration's work: nothing of it is done any more.
     *
     * @return whether nobody is at work for it any more, and no call of theirs is on its way
     */
    boolean dropWork(IntegrationId integration) {
        return jdbi.inTransaction(handle -> {
            handle.createUpdate("""
                            delete from work_row where integration_id = :integration
                              and (leased_until is null or leased_until <= now())""").bind("integration", integration.value()).execute();
            return handle.createQuery("select count(*) from work_row where integration_id = :integration")
                            .bind("integration", integration.value())
                            .mapTo(Long.class)
                            .one()
                    == 0;
        });
    }

    /** Whom ZenQMS refused comes last. */
    List<ToClear> toClear(IntegrationId integration, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select subject_id, zenqms_user_id, sequence, removal, outcome from ledger
                        where integration_id = :integration and set_by_us and zenqms_user_id is not null
                        order by removal_refused, subject_id limit :limit""")
                .bind("integration", integration.value())
                .bind("limit", limit)
                .map((rs, ctx) -> new ToClear(
                        new SubjectId(rs.getString(1)),
                        new ZenQmsUserId(rs.getString(2)),
                        rs.getLong(3),
                        rs.getString(4) != null,
                        told(rs.getString(4), rs.getString(5))))
                .list());
    }

    private static ToClear.Told told(String removal, String outcome) {
        if (!"AGAIN".equals(removal)) {
            return ToClear.Told.NOTHING;
        }
        return OutcomeKind.UNLINKED.name().equals(outcome) ? ToClear.Told.CLEARED : ToClear.Told.LEFT_ALONE;
    }

    /** Before the calls: one of them may take effect and never be recorded. */
    void begin(Removal removal, Collection<ToClear> people) {
        jdbi.useTransaction(handle -> {
            count(handle, removal, 0, 0);
            handle.createUpdate("""
                            update ledger set removal = 'CLEARING'
                            where integration_id = :integration and subject_id = any(:subjects) and removal is null""")
                    .bind("integration", removal.integrationId().value())
                    .bind("subjects", subjects(people))
                    .execute();
        });
    }

    /** @throws Removal.Lost when the lease ended: then nothing of the transaction may stay */
    void count(Handle handle, Removal removal, long cleared, long leftAlone) {
        var held = handle.createUpdate("""
                        update removal set cleared = cleared + :cleared, left_alone = left_alone + :leftAlone
                        where integration_id = :integration and run_id = :run and fence = :fence and leased_until > now()""")
                .bind("cleared", cleared)
                .bind("leftAlone", leftAlone)
                .bindMap(of(removal))
                .execute();
        if (held == 0) {
            throw new Removal.Lost();
        }
    }

    /** Not done: it stays what it is, and comes after the others. */
    void refused(Removal removal, Collection<ToClear> people) {
        jdbi.useTransaction(handle -> {
            count(handle, removal, 0, 0);
            handle.createUpdate("""
                            update ledger set removal_refused = true
                            where integration_id = :integration and subject_id = any(:subjects)""")
                    .bind("integration", removal.integrationId().value())
                    .bind("subjects", subjects(people))
                    .execute();
        });
    }

    private static String[] subjects(Collection<ToClear> people) {
        return people.stream().map(one -> one.subjectId().value()).toArray(String[]::new);
    }

    /** The link is no more; it is kept whose it was, to be read back. */
    void ended(Handle handle, IntegrationId integration, ToClear one, Outcome outcome) {
        handle.createUpdate("""
                        update ledger set sequence = :sequence, outcome = :outcome, reason = :reason,
                            cleared_user = zenqms_user_id,
                            removal = 'ENDED', removal_refused = false,
                            zenqms_user_id = null, link_origin = null, set_by_us = false, active = false,
                            written = null, disputed_mail = null, rejected = null
                        where integration_id = :integration and subject_id = :subject""")
                .bind("sequence", one.sequence() + 1)
                .bind("outcome", outcome.kind().name())
                .bind("reason", outcome.reason())
                .bind("integration", integration.value())
                .bind("subject", one.subjectId().value())
                .execute();
    }

    /** The same for somebody of whom it was told before. */
    void endedAgain(Handle handle, IntegrationId integration, ToClear one) {
        handle.createUpdate("""
                        update ledger set cleared_user = zenqms_user_id, removal = 'ENDED', removal_refused = false,
                            zenqms_user_id = null, set_by_us = false
                        where integration_id = :integration and subject_id = :subject""")
                .bind("integration", integration.value())
                .bind("subject", one.subjectId().value())
                .execute();
    }

    /** Ends up to {@code limit} links that were there before us, whose external ids stay. */
    List<SubjectId> endOthers(Handle handle, IntegrationId integration, int limit) {
        return handle.createQuery("""
                        update ledger set zenqms_user_id = null, link_origin = null, active = false, written = null,
                            disputed_mail = null, rejected = null
                        where integration_id = :integration and subject_id in (
                            select subject_id from ledger where integration_id = :integration
                              and zenqms_user_id is not null and not set_by_us limit :limit)
                        returning subject_id""")
                .bind("integration", integration.value())
                .bind("limit", limit)
                .mapTo(String.class)
                .map(SubjectId::new)
                .list();
    }

    /** Whether somebody's external id was ours, which is to be read back. */
    boolean anythingEnded(IntegrationId integration) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select exists (select 1 from ledger where integration_id = :integration and cleared_user is not null)")
                .bind("integration", integration.value())
                .mapTo(Boolean.class)
                .one());
    }

    /** Those of these who carry again, or still, what was ours: they are to be cleared again. */
    int again(Removal removal, Collection<ZenQmsUser> page) {
        var linked = page.stream().filter(ZenQmsUser::isLinked).toList();
        return jdbi.inTransaction(handle -> {
            count(handle, removal, 0, 0);
            return handle.createUpdate("""
                            update ledger l set zenqms_user_id = l.cleared_user, set_by_us = true, cleared_user = null,
                                removal = 'AGAIN'
                            from unnest(:subjects, :users) as seen (subject_id, user_id)
                            where l.integration_id = :integration and l.subject_id = seen.subject_id
                              and l.cleared_user = seen.user_id""")
                    .bind("integration", removal.integrationId().value())
                    .bind(
                            "subjects",
                            linked.stream().map(ZenQmsUser::externalId).toArray(String[]::new))
                    .bind(
                            "users",
                            linked.stream().map(user -> user.id().value()).toArray(String[]::new))
                    .execute();
        });
    }

    /** @return how often all users were read back by now, and some of ours seen */
    int readBacks(Removal removal, int more) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        update removal set read_back = read_back + :more
                        where integration_id = :integration and run_id = :run and fence = :fence
                        returning read_back""")
                .bind("more", more)
                .bindMap(of(removal))
                .mapTo(Integer.class)
                .findOne()
                .orElseThrow(Removal.Lost::new));
    }

    /** ZenQMS clears again: it is trusted as in the beginning. */
    void trusted(Removal removal, int readBacks) {
        readBacks(removal, -readBacks);
    }

    /** Nobody goes on for so long, unless there is newer access or newer settings than these. */
    void stuck(Handle handle, Removal removal, long accessVersion, Duration length) {
        count(handle, removal, 0, 0);
        handle.createUpdate("""
                        update removal set stuck_until = now() + :length * interval '1 millisecond',
                            stuck_version = :version, stuck_access_version = :access
                        where integration_id = :integration and run_id = :run and fence = :fence""")
                .bind("length", length.toMillis())
                .bind("version", removal.settingsVersion())
                .bind("access", accessVersion)
                .bindMap(of(removal))
                .execute();
    }
}
