package dev.rollcall.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Kafka, PostgreSQL, the sandbox and the services, each in a process of its own on this machine. */
final class LocalStack implements AutoCloseable {

    private static final Duration READY_WITHIN = Duration.ofSeconds(120);
    private static final long LEAST_ROOM = 1L << 30;

    private final LaunchOptions options;
    private final Secrets secrets;
    private final Path data;
    private final List<Part> parts = new ArrayList<>();
    private final Thread atExit = new Thread(this::stopAll, "stop-all");

    private LocalStack(LaunchOptions options) {
        this.options = options;
        this.data = options.data.toAbsolutePath();
        this.secrets = Secrets.in(data);
    }

    /** Returns when all are ready; if one can't be started, those that were are stopped again. */
    static LocalStack start(LaunchOptions options, boolean withSandbox) {
        options.ports(withSandbox).forEach(LocalStack::checkPort);
        checkRoom(options.data);
        var stack = new LocalStack(options);
        Runtime.getRuntime().addShutdownHook(stack.atExit);
        try {
            stack.startAll(withSandbox);
            return stack;
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    Secrets secrets() {
        return secrets;
    }

    /** Stays until one of the parts ends by itself, and says which. */
    void untilOneEnds() throws InterruptedException {
        while (parts.stream().allMatch(Part::isAlive)) {
            TimeUnit.MILLISECONDS.sleep(500);
        }
        parts.stream()
                .filter(part -> !part.isAlive())
                .forEach(part -> System.err.println("rollcall: " + part.name()
                        + " ended by itself; stopping the rest. Its log is in " + data.resolve("logs") + "."));
    }

    @Override
    public void close() {
        stopAll();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The hook is what is running.
        }
    }

    private void startAll(boolean withSandbox) {
        System.out.println(
                "Starting Kafka, PostgreSQL" + (withSandbox ? ", the sandbox" : "") + " and the services ...");
        var kafka = part(
                "kafka",
                testbed(
                        "dev.rollcall.testbed.KafkaMain",
                        "-Xmx256m",
                        "--port",
                        options.kafkaPort,
                        "--data",
                        data.resolve("kafka")),
                Map.of());
        var postgres = part(
                "postgres",
                testbed(
                        "dev.rollcall.testbed.PostgresMain",
                        "-Xmx64m",
                        "--port",
                        options.postgresPort,
                        "--data",
                        data.resolve("postgres"),
                        "--durable",
                        "--roles",
                        String.join(",", Secrets.ROLES),
                        "--passwords-file",
                        secrets.passwordsFile()),
                Map.of());
        if (withSandbox) {
            var sandbox = part("sandbox", sandbox(), Map.of());
            sandbox.awaitOk(local(options.sandboxPort, "/sandbox/health"), READY_WITHIN);
        }
        kafka.awaitLine("ready", READY_WITHIN);
        postgres.awaitLine("ready", READY_WITHIN);
        var ingress = part("notification-ingress", service("notification-ingress", options.ingressPort), broker());
        var userSync = part("user-sync-service", service("user-sync-service", options.userSyncPort), userSync());
        var manager = part(
                "subscription-manager", service("subscription-manager", options.managerPort), manager(withSandbox));
        ingress.awaitOk(local(options.ingressPort + LaunchOptions.MANAGEMENT, "/q/health/ready"), READY_WITHIN);
        userSync.awaitOk(local(options.userSyncPort, "/q/health/ready"), READY_WITHIN);
        manager.awaitOk(local(options.managerPort + LaunchOptions.MANAGEMENT, "/q/health/ready"), READY_WITHIN);
    }

    private Part part(String name, List<String> command, Map<String, String> environment) {
        var part = Part.start(name, data.resolve("logs"), command, environment);
        parts.add(part);
        return part;
    }

    private Map<String, String> broker() {
        return Map.of("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + options.kafkaPort);
    }

    private Map<String, String> userSync() {
        return Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + options.kafkaPort,
                "QUARKUS_DATASOURCE_JDBC_URL", databaseUrl(),
                "QUARKUS_DATASOURCE_USERNAME", "user_sync",
                "QUARKUS_DATASOURCE_PASSWORD", secrets.password("user_sync"),
                "ROLLCALL_ACCESS_KEYSET", secrets.accessKeyset().toString());
    }

    private Map<String, String> manager(boolean withSandbox) {
        return Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + options.kafkaPort,
                "QUARKUS_DATASOURCE_JDBC_URL", databaseUrl(),
                "QUARKUS_DATASOURCE_USERNAME", "subscription_manager",
                "QUARKUS_DATASOURCE_PASSWORD", secrets.password("subscription_manager"),
                "ROLLCALL_ACCESS_KEYSET", secrets.accessKeyset().toString(),
                "ROLLCALL_MANAGER_SECRETS_KEYSET", secrets.secretsKeyset().toString(),
                "ROLLCALL_MANAGER_API_TOKEN_FILE", secrets.apiTokenFile().toString(),
                "ROLLCALL_MANAGER_PUBLIC_URL", "http://127.0.0.1:" + options.ingressPort,
                // The sandbox speaks plain HTTP on this machine; real endpoints never need this.
                "ROLLCALL_MANAGER_ALLOW_INSECURE_ENDPOINTS", String.valueOf(withSandbox));
    }

    private String databaseUrl() {
        return "jdbc:postgresql://127.0.0.1:" + options.postgresPort + "/rollcall";
    }

    private static List<String> testbed(String main, String heap, Object... arguments) {
        var command = java(heap);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        for (var argument : arguments) {
            command.add(argument.toString());
        }
        return command;
    }

    private List<String> sandbox() {
        var target = Path.of("sandbox", "target").toAbsolutePath();
        var command = java("-Xmx512m");
        command.addAll(List.of(
                "-cp",
                target.resolve("*") + ":" + target.resolve("lib").resolve("*"),
                "dev.rollcall.sandbox.Main",
                "--port",
                String.valueOf(options.sandboxPort)));
        return command;
    }

    private static List<String> service(String module, int port) {
        var jar = Path.of(module, "target", "quarkus-app", "quarkus-run.jar").toAbsolutePath();
        if (!Files.isRegularFile(jar)) {
            throw new LaunchFailure(jar + " is missing: run ./rollcall, which builds it.");
        }
        var command = java("-Xmx256m");
        command.addAll(List.of(
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.management.host=127.0.0.1",
                "-Dquarkus.management.port=" + (port + LaunchOptions.MANAGEMENT),
                "-jar",
                jar.toString()));
        return command;
    }

    /** The options that every process of ours gets. */
    private static List<String> java(String heap) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED"));
        if (Runtime.version().feature() >= 24) {
            // Libraries that these versions warn about on every start.
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        return command;
    }

    static URI local(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static void checkPort(String option, int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new LaunchFailure("Port " + port + " is in use: stop what uses it, or choose another with "
                    + option.split(" ")[0] + " N.");
        }
    }

    private static void checkRoom(Path data) {
        try {
            Files.createDirectories(data);
            var room = Files.getFileStore(data).getUsableSpace();
            if (room < LEAST_ROOM) {
                throw new LaunchFailure("Only " + (room >> 20) + " MiB are free in " + data.toAbsolutePath()
                        + "; Rollcall wants 1 GiB. Free some, or choose another folder with --data DIR.");
            }
        } catch (IOException e) {
            throw new LaunchFailure("The folder " + data.toAbsolutePath() + " can't be used: " + e.getMessage(), e);
        }
    }

    /** Services first, so that they can finish what they began. */
    private synchronized void stopAll() {
        var services = parts.stream().filter(part -> part.name().contains("-")).toList();
        services.forEach(Part::end);
        services.forEach(part -> part.awaitEnd(Duration.ofSeconds(20)));
        parts.forEach(Part::end);
        parts.forEach(part -> part.awaitEnd(Duration.ofSeconds(20)));
        parts.clear();
    }
}
