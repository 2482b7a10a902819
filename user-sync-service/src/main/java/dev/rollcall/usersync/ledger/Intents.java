package dev.rollcall.usersync.ledger;

import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.LinkOrigin;
import dev.rollcall.model.SubjectId;
import dev.rollcall.usersync.work.Claim;

import io.quarkus.scheduler.Scheduled;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Fences creates and links by mail. Before the call an intent reserves (integration, lower-case mail); the transaction that
 * records the effect closes it. Whoever finds their own intent open looks at ZenQMS before doing anything again.
 */
@ApplicationScoped
public class Intents {

    /** The scope of work that writes. */
    public static final String APPLY = "apply";

    private final Jdbi jdbi;

    public Intents(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** What opening an intent came to. */
    public sealed interface Opening {

        /** Reserved: go on. */
        record Opened() implements Opening {}

        /**
         * A former attempt's intent is open: its call may have taken effect, or still may.
         *
         * @param age since it was opened
         * @param email the mail it was opened for, in lower case; the person's may have changed since
         * @param purpose to create a user, or to link one by mail
         */
        record LeftOpen(Duration age, String email, LinkOrigin purpose) implements Opening {
            @Override
            public String toString() {
                return "LeftOpen[age=" + age + "]";
            }
        }

        /** Another person's for the same mail is under way. */
        record TakenBy(SubjectId other) implements Opening {}
    }

    /** @param scope {@link #APPLY}, or the run of a preview */
    public Opening open(
            Handle handle,
            IntegrationId integration,
            String scope,
            SubjectId subject,
            String email,
            LinkOrigin purpose) {
        var mine = leftOpen(handle, integration, scope, subject);
        if (mine.isPresent()) {
            return mine.get();
        }
        var inserted = handle.createUpdate("""
                        insert into intent (integration_id, scope, email_lower, subject_id, purpose, opened_at)
                        values (:integration, :scope, :email, :subject, :purpose, now())
                        on conflict (integration_id, scope, email_lower) do nothing""")
                .bind("integration", integration.value())
                .bind("scope", scope)
                .bind("email", email.toLowerCase(Locale.ROOT))
                .bind("subject", subject.value())
                .bind("purpose", purpose.name())
                .execute();
        if (inserted == 1) {
            return new Opening.Opened();
        }
        return new Opening.TakenBy(handle.createQuery(
                        "select subject_id from intent where integration_id = :integration and scope = :scope and email_lower = :email")
                .bind("integration", integration.value())
                .bind("scope", scope)
                .bind("email", email.toLowerCase(Locale.ROOT))
                .mapTo(String.class)
                .findOne()
                .map(SubjectId::new)
                // Closed between the two statements: whoever closed it is found by the next look.
                .orElse(subject));
    }

    /** A preview's reservations are worth nothing once it is old. */
    @Scheduled(every = "1h", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void forgetOldPreviews() {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "delete from intent where scope <> :apply and opened_at < now() - interval '1 day'")
                .bind("apply", APPLY)
                .execute());
    }

    /** Who of these has an intent of a former attempt that wrote. */
    public Set<SubjectId> leftOpen(IntegrationId integration, Collection<SubjectId> subjects) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select subject_id from intent
                        where integration_id = :integration and scope = :scope and subject_id = any(:subjects)""")
                .bind("integration", integration.value())
                .bind("scope", APPLY)
                .bind("subjects", subjects.stream().map(SubjectId::value).toArray(String[]::new))
                .mapTo(String.class)
                .map(SubjectId::new)
                .collect(Collectors.toSet()));
    }

    /** A person's intent of a former attempt, which ended without a record of its effect. */
    public Optional<Opening.LeftOpen> leftOpen(
            Handle handle, IntegrationId integration, String scope, SubjectId subject) {
        return handle.createQuery("""
                        select email_lower, purpose, extract(epoch from now() - opened_at) * 1000 as age from intent
                        where integration_id = :integration and scope = :scope and subject_id = :subject""")
                .bind("integration", integration.value())
                .bind("scope", scope)
                .bind("subject", subject.value())
                .map((rs, ctx) -> new Opening.LeftOpen(
                        Duration.ofMillis(rs.getLong("age")),
                        rs.getString("email_lower"),
                        LinkOrigin.valueOf(rs.getString("purpose"))))
                .findOne();
    }

    /** The effects of these are recorded. */
    public void close(Handle handle, Collection<Claim> recorded) {
        handle.createUpdate("""
                        delete from intent i using unnest(:integrations, :subjects) as r (integration_id, subject_id)
                        where i.integration_id = r.integration_id and i.scope = :scope and i.subject_id = r.subject_id""")
                .bind(
                        "integrations",
                        recorded.stream()
                                .map(claim -> claim.integrationId().value())
                                .toArray(String[]::new))
                .bind(
                        "subjects",
                        recorded.stream()
                                .map(claim -> claim.subjectId().value())
                                .toArray(String[]::new))
                .bind("scope", APPLY)
                .execute();
    }

    /** The effect is recorded, or there was none. */
    public void close(Handle handle, IntegrationId integration, String scope, SubjectId subject) {
        handle.createUpdate(
                        "delete from intent where integration_id = :integration and scope = :scope and subject_id = :subject")
                .bind("integration", integration.value())
                .bind("scope", scope)
                .bind("subject", subject.value())
                .execute();
    }
}
