package dev.rollcall.manager.diagnosis;

import java.util.concurrent.Semaphore;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.diagnosis.ConnectionReport;
import dev.rollcall.diagnosis.ConnectionTest;
import dev.rollcall.diagnosis.DoorTarget;
import dev.rollcall.manager.connection.TestedConnections;
import dev.rollcall.manager.connection.TestedConnections.Sides;
import dev.rollcall.manager.integration.EndpointPolicy;
import dev.rollcall.manager.integration.IntegrationDesk;
import dev.rollcall.manager.integration.IntegrationRequest;
import dev.rollcall.manager.secret.SecretsUnreadable;
import dev.rollcall.manager.subscription.TestedDoors;
import dev.rollcall.manager.web.ProblemException;
import dev.rollcall.model.IntegrationId;

import org.jboss.logging.Logger;

/** Tests what an administrator set or is about to set. No transaction is open while others are asked. */
@ApplicationScoped
class ConnectionTests {

    private static final Logger LOG = Logger.getLogger(ConnectionTests.class);

    private final IntegrationDesk desk;
    private final TestedConnections connections;
    private final TestedDoors doors;
    private final ConnectionTest test;
    /** Each may last a minute and calls others; nobody needs many at once. */
    private final Semaphore places = new Semaphore(4);

    ConnectionTests(IntegrationDesk desk, TestedConnections connections, TestedDoors doors, EndpointPolicy policy) {
        this.desk = desk;
        this.connections = connections;
        this.doors = doors;
        this.test = new ConnectionTest(ConnectionTest.client(), policy::refusal);
    }

    /** @throws ProblemException 404; 409 when the secrets on record can't be read, or too many tests run */
    ConnectionReport saved(IntegrationId id) {
        try {
            return run(connections.of(id), doors.of(id), id.value());
        } catch (SecretsUnreadable e) {
            throw ProblemException.conflict(e.getMessage());
        }
    }

    /** @throws ProblemException 400 naming each field that is wrong; 409 when too many tests run */
    ConnectionReport given(IntegrationRequest request) {
        var given = desk.connections(request);
        var directory = given.directory();
        var door = directory == null ? null : doors.ofApp(directory.tenantId(), directory.clientId());
        return run(connections.of(given), door, "none");
    }

    private ConnectionReport run(Sides sides, DoorTarget door, String integrationId) {
        if (!places.tryAcquire()) {
            throw ProblemException.conflict("Other connection tests are running: try again in a minute.");
        }
        try {
            var report = test.run(sides.directory(), door, sides.zenQms());
            LOG.infof(
                    "Connections tested: integrationId=%s, failed=%s",
                    integrationId,
                    report.checks().stream()
                            .filter(check -> check.hasFailed())
                            .map(check -> check.id())
                            .toList());
            return report;
        } finally {
            places.release();
        }
    }
}
