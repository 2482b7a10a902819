package dev.rollcall.manager.integration;

import java.util.Locale;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;

import dev.rollcall.manager.web.ProblemException;
import dev.rollcall.model.IntegrationState;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;

/** The integrations on record. */
@ApplicationScoped
public class Integrations implements PanacheRepositoryBase<Integration, String> {

    /** @throws ProblemException 404 */
    public Integration require(String id) {
        return findByIdOptional(id).orElseThrow(() -> ProblemException.notFound("integration", id));
    }

    /**
     * Another integration with this app registration; from now until the transaction ends nobody else can take it.
     */
    Optional<Integration> otherOfApp(String tenantId, String clientId, String exceptId) {
        getEntityManager()
                .createNativeQuery("select 1 from (select pg_advisory_xact_lock(hashtextextended(:app, 0))) held")
                .setParameter("app", (tenantId + "/" + clientId).toLowerCase(Locale.ROOT))
                .getSingleResult();
        return find(
                        "lower(tenantId) = lower(?1) and lower(clientId) = lower(?2) and id <> ?3 and state <> ?4",
                        tenantId,
                        clientId,
                        exceptId,
                        IntegrationState.REMOVED)
                .firstResultOptional();
    }

    /** The integration whose subscriptions this app registration holds; empty where there is none but a draft. */
    public Optional<Integration> subscribedWith(String tenantId, String clientId) {
        return find(
                        "lower(tenantId) = lower(?1) and lower(clientId) = lower(?2) and state not in (?3, ?4)",
                        tenantId,
                        clientId,
                        IntegrationState.DRAFT,
                        IntegrationState.REMOVED)
                .firstResultOptional();
    }

    /**
     * Holds the row until the transaction ends, so that versions grow one by one.
     *
     * @throws ProblemException 404
     */
    public Integration requireLocked(String id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE)
                .orElseThrow(() -> ProblemException.notFound("integration", id));
    }
}
