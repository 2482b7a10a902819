package dev.rollcall.testbed;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * One broker and one server per JVM, even where a test framework loads these classes several times: the copy that the
 * JVM's own class loader knows starts them, the others reach it with nothing but the JDK's types between them. So the
 * parts also outlive a Quarkus application and its class loader.
 */
public final class SharedParts {

    private static final Map<String, AutoCloseable> STARTED = new ConcurrentHashMap<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(SharedParts::closeAll, "testbed-close"));
    }

    private SharedParts() {}

    static Broker broker() {
        var handles = ask("kafka");
        return new Broker() {
            @Override
            public String bootstrapServers() {
                return handles.get("address").get();
            }

            @Override
            public void stop() {
                handles.get("stop").get();
            }

            @Override
            public void startAgain() {
                handles.get("start").get();
            }

            @Override
            public void close() {
                // Shared: it ends with the JVM.
            }
        };
    }

    static Server server() {
        var handles = ask("postgres");
        return new Server() {
            @Override
            public String jdbcUrl() {
                return handles.get("address").get();
            }

            @Override
            public int port() {
                return Integer.parseInt(handles.get("port").get());
            }

            @Override
            public Superuser superuser() {
                return new Superuser(
                        handles.get("user").get(), handles.get("password").get());
            }

            @Override
            public void stop() {
                handles.get("stop").get();
            }

            @Override
            public void startAgain() {
                handles.get("start").get();
            }

            @Override
            public void close() {
                // Shared: it ends with the JVM.
            }
        };
    }

    /** Public for the copies in other class loaders alone; starts the part when it is asked for the first time. */
    public static synchronized Map<String, Supplier<String>> handles(String part) {
        return switch (part) {
            case "kafka" -> brokerHandles((Broker) STARTED.computeIfAbsent(part, p -> Parts.broker()));
            case "postgres" -> serverHandles((Server) STARTED.computeIfAbsent(part, p -> Parts.server()));
            default -> throw new IllegalArgumentException("No such part: " + part);
        };
    }

    private static Map<String, Supplier<String>> brokerHandles(Broker broker) {
        return Map.of(
                "address", broker::bootstrapServers,
                "stop", done(broker::stop),
                "start", done(broker::startAgain));
    }

    private static Map<String, Supplier<String>> serverHandles(Server server) {
        return Map.of(
                "address",
                server::jdbcUrl,
                "port",
                () -> String.valueOf(server.port()),
                "user",
                () -> server.superuser().name(),
                "password",
                () -> server.superuser().password(),
                "stop",
                done(server::stop),
                "start",
                done(server::startAgain));
    }

    private static Supplier<String> done(Runnable action) {
        return () -> {
            action.run();
            return "";
        };
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Supplier<String>> ask(String part) {
        try {
            var host = Class.forName(SharedParts.class.getName(), true, ClassLoader.getSystemClassLoader());
            if (host != SharedParts.class) {
                return (Map<String, Supplier<String>>)
                        host.getMethod("handles", String.class).invoke(null, part);
            }
        } catch (ClassNotFoundException e) {
            // The JVM's own loader does not know us (an IDE, a plugin): then this copy is the only one.
        } catch (ReflectiveOperationException e) {
            throw new StartFailure(StartFailure.rootOf(e), e);
        }
        return handles(part);
    }

    private static void closeAll() {
        for (var part : STARTED.values()) {
            try {
                part.close();
            } catch (Exception e) {
                System.err.println("testbed: a part did not close: " + StartFailure.rootOf(e));
            }
        }
    }
}
