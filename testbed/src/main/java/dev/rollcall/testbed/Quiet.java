package dev.rollcall.testbed;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps the parts' own logs, which dump their whole configuration, out of a test's output. */
final class Quiet {

    /** Held here because java.util.logging forgets a level together with an unreferenced logger. */
    private static final List<Logger> LOGGERS = List.of(
            Logger.getLogger("kafka"),
            Logger.getLogger("org.apache.kafka"),
            Logger.getLogger("state.change.logger"),
            Logger.getLogger("io.zonky.test"),
            Logger.getLogger("org.testcontainers"),
            Logger.getLogger("tc"));

    /** Warns of each start, as if it were unusual. */
    private static final Logger CONTROLLER = Logger.getLogger("org.apache.kafka.controller");

    private Quiet() {}

    /** Works where SLF4J ends in java.util.logging (JBoss's log manager is one); elsewhere the provider's own rules hold. */
    static void logs() {
        // Without a provider either logging API complains before it writes nothing.
        unlessSet("slf4j.internal.verbosity", "ERROR");
        unlessSet("log4j2.StatusLogger.level", "OFF");
        for (var logger : LOGGERS) {
            logger.setLevel(Level.WARNING);
        }
        CONTROLLER.setLevel(Level.SEVERE);
    }

    private static void unlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
