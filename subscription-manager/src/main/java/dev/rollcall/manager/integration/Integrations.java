package dev.rollcall.manager.integration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;

import dev.rollcall.manager.web.ProblemException;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;

/** The integrations on record. */
@ApplicationScoped
public class Integrations implements PanacheRepositoryBase<Integration, String> {

    /** @throws ProblemException 404 */
    public Integration require(String id) {
        return findByIdOptional(id).orElseThrow(() -> ProblemException.notFound("integration", id));
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
