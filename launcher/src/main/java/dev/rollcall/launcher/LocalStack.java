package dev.rollcall.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Kafka, PostgreSQL, the sandbox and the services, each in a process of its own on this machine. */
final class LocalStack implements AutoCloseable {

    static final String UP = "up";
    static final String DEMO = "demo";
    private static final String KEPT = "data";
    /** All that this launcher makes below {@code --data}. */
    static final List<String> FOLDERS = List.of(UP, DEMO, KEPT);

    private static final Duration READY_WITHIN = Duration.ofSeconds(120);
    private static final long LEAST_ROOM = 1L << 30;

    private final LaunchOptions options;
    private final boolean withSandbox;
    private final DataFolder folder;
    private final Secrets secrets;
    private final Parts parts;
    private final Commands commands;
    private final Thread atExit = new Thread(this::stopAtExit, "stop-all");

    private LocalStack(LaunchOptions options, boolean withSandbox, DataFolder folder) {
        this.options = options;
        this.withSandbox = withSandbox;
        this.folder = folder;
        this.secrets = Secrets.in(folder.path());
        this.parts = new Parts(logs());
        this.commands = new Commands(folder.mark());
    }

    /** With the sandbox, from nothing: the sandbox forgets everything at its end, so must the rest. */
    static LocalStack anew(LaunchOptions options, String name) {
        return start(options, name, true);
    }

    /** Without the sandbox; what an earlier start left is gone on with. */
    static LocalStack keeping(LaunchOptions options) {
        return start(options, KEPT, false);
    }

    /** Returns when all are ready; if one can't be started, those that were are stopped again. */
    private static LocalStack start(LaunchOptions options, String name, boolean withSandbox) {
        options.ports(withSandbox).forEach(LocalStack::checkPort);
        var folder = DataFolder.claim(options.data.resolve(name));
        LocalStack stack;
        try {
            // Not before the folder is ours alone: another launcher's data would be gone.
            if (withSandbox) {
                folder.empty();
            }
            checkRoom(folder.path());
            stack = new LocalStack(options, withSandbox, folder);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
        Runtime.getRuntime().addShutdownHook(stack.atExit);
        try {
            stack.startAll();
            return stack;
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    Secrets secrets() {
        return secrets;
    }

    Path logs() {
        return folder.path().resolve("logs");
    }

    /** Stays until one of the parts ends by itself, and says which. */
    void untilOneEnds() throws InterruptedException {
        parts.awaitFirstEnd()
                .ifPresent(name -> System.err.println("rollcall: " + name
                        + " ended by itself; stopping the rest. Its log is " + logs().resolve(name + ".log") + "."));
    }

    /** Returns when no part is left; never, if this process is being ended from outside. */
    @Override
    public void close() {
        parts.stop();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // Ended from outside: what was under way broke off, and its complaints would be untrue.
            waitForTheEnd();
        }
        folder.close();
    }

    private void stopAtExit() {
        System.out.println("\nStopping ...");
        parts.stop();
    }

    private static void waitForTheEnd() {
        while (true) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                // The process ends; there is nobody to go back to.
            }
        }
    }

    private void startAll() {
        System.out.println(
                "Starting Kafka, PostgreSQL" + (withSandbox ? ", the sandbox" : "") + " and the services ...");
        var data = folder.path();
        var kafka = parts.startGround("kafka", commands.kafka(options.kafkaPort, data.resolve("kafka")));
        var postgres = parts.startGround(
                "postgres",
                commands.postgres(
                        options.postgresPort, data.resolve("postgres"), Secrets.ROLES, secrets.passwordsFile()));
        if (withSandbox) {
            var sandbox = parts.startGround("sandbox", commands.sandbox(options.sandboxPort));
            sandbox.awaitOk(local(options.sandboxPort, "/sandbox/health"), READY_WITHIN);
        }
        kafka.awaitLine("ready", READY_WITHIN);
        postgres.awaitLine("ready", READY_WITHIN);
        var ingress = service("notification-ingress", options.ingressPort, broker());
        var userSync = service("user-sync-service", options.userSyncPort, userSync());
        var manager = service("subscription-manager", options.managerPort, manager());
        ingress.awaitOk(local(options.ingressPort + LaunchOptions.MANAGEMENT, "/q/health/ready"), READY_WITHIN);
        userSync.awaitOk(local(options.userSyncPort, "/q/health/ready"), READY_WITHIN);
        manager.awaitOk(local(options.managerPort + LaunchOptions.MANAGEMENT, "/q/health/ready"), READY_WITHIN);
    }

    private Part service(String module, int port, Map<String, String> environment) {
        return parts.startService(module, commands.service(module, port), environment);
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

    private Map<String, String> manager() {
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
            var room = Files.getFileStore(data).getUsableSpace();
            if (room < LEAST_ROOM) {
                throw new LaunchFailure("Only " + (room >> 20) + " MiB are free in " + data
                        + "; Rollcall wants 1 GiB. Free some, or choose another folder with --data DIR.");
            }
        } catch (IOException e) {
            throw new LaunchFailure("The folder " + data + " can't be used: " + e.getMessage(), e);
        }
    }
}
