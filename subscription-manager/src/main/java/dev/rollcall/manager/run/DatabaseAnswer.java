package dev.rollcall.manager.run;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import org.jdbi.v3.core.Jdbi;

/** Whether the database answers at all. */
@ApplicationScoped
class DatabaseAnswer {

    private final Jdbi jdbi;

    DatabaseAnswer(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Throws when it doesn't. */
    @Transactional
    void require() {
        jdbi.useHandle(h -> h.createQuery("select 1").mapTo(Integer.class).one());
    }
}
