package dev.rollcall.testbed;

import java.util.Optional;

/** Starts a part the way the mode says. */
final class Parts {

    private static final Mode MODE = announced();

    private Parts() {}

    static Mode mode() {
        return MODE;
    }

    static Broker broker() {
        return switch (MODE) {
            case EMBEDDED -> EmbeddedBroker.start(KafkaOptions.temporary());
            case CONTAINERS -> Containers.broker();
            case EXTERNAL -> new Broker.External(variable("ROLLCALL_TESTBED_KAFKA"));
            case AUTO -> throw new IllegalStateException("auto was not resolved");
        };
    }

    static Server server() {
        return switch (MODE) {
            case EMBEDDED -> EmbeddedServer.start(PostgresOptions.temporary());
            case CONTAINERS -> Containers.server();
            case EXTERNAL ->
                new Server.External(
                        variable("ROLLCALL_TESTBED_POSTGRES_URL"),
                        new Server.Superuser(
                                variable("ROLLCALL_TESTBED_POSTGRES_USER"),
                                variable("ROLLCALL_TESTBED_POSTGRES_PASSWORD")));
            case AUTO -> throw new IllegalStateException("auto was not resolved");
        };
    }

    /** Once a JVM, so that a build's log says what its tests stood on. */
    private static Mode announced() {
        var asked = Mode.asked();
        var mode = asked.resolved();
        System.out.println("testbed: " + mode.label() + (asked == mode ? "" : " (" + asked.label() + ")"));
        return mode;
    }

    private static String variable(String name) {
        return Optional.ofNullable(System.getenv(name))
                .filter(value -> !value.isBlank())
                .orElseThrow(() ->
                        new StartFailure("The testbed is told to use external parts, but the environment variable "
                                + name + " is not set."));
    }
}
