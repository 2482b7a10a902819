package dev.rollcall.manager.initialsync;

import java.time.InstantSource;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.IntegrationId;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/**
 * Begins the runs that must read everybody because changes may have been missed: after a pause, after lost authorization,
 * and after a subscription was dropped.
 */
@ApplicationScoped
class WantedWalks {

    private static final Logger LOG = Logger.getLogger(WantedWalks.class);

    private final Jdbi jdbi;
    private final RunDesk desk;
    private final InstantSource clock;

    WantedWalks(Jdbi jdbi, RunDesk desk, InstantSource clock) {
        this.jdbi = jdbi;
        this.desk = desk;
        this.clock = clock;
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    void begin() {
        for (var id : wanted()) {
            try {
                if (desk.beginWanted(id)) {
                    LOG.infof("Everybody is read again: integrationId=%s", id);
                }
            } catch (RuntimeException e) {
                LOG.errorf(e, "No run was begun: integrationId=%s", id);
            }
        }
    }

    private List<IntegrationId> wanted() {
        return QuarkusTransaction.requiringNew()
                .call(() -> jdbi.withHandle(h -> h.createQuery("""
                                select i.id from integration i
                                where i.walk_wanted is not null and i.state = 'ACTIVE'
                                  and (i.walk_not_before is null or i.walk_not_before <= :now)
                                  and not exists (select 1 from run r where r.integration_id = i.id
                                                  and r.state = 'RUNNING' and r.mode <> 'PLAN')
                                order by i.id limit 100""")
                        .bind("now", clock.instant())
                        .mapTo(String.class)
                        .map(IntegrationId::new)
                        .list()));
    }
}
