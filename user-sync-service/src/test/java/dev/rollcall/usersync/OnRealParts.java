package dev.rollcall.usersync;

import dev.rollcall.model.OutcomeKind;
import dev.rollcall.sandbox.Person;
import dev.rollcall.sandbox.Sandbox;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Real Kafka, real PostgreSQL, the real wire, and two replicas of the packaged service, started once for all classes; each
 * test has an integration of its own.
 */
abstract class OnRealParts {

    private static final Sandbox SANDBOX = Sandbox.start();
    private static final Replicas REPLICAS = Replicas.start(2);

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            REPLICAS.close();
            SANDBOX.close();
        }));
    }

    protected Scenario scenario;

    @BeforeEach
    void integration() {
        REPLICAS.atLeast(2);
        scenario = Scenario.active(SANDBOX, REPLICAS.seal());
    }

    @AfterEach
    void end() {
        scenario.zenQms().beforeResponse(null);
        scenario.close();
    }

    static Sandbox sandbox() {
        return SANDBOX;
    }

    static Replicas replicas() {
        return REPLICAS;
    }

    /** Somebody who is in ZenQMS by a notice of ours. */
    Person created(String name) {
        var person = scenario.hire(name);
        scenario.notice(person);
        scenario.awaitOutcome(person, OutcomeKind.CREATED);
        return person;
    }
}
