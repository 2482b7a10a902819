package dev.rollcall.launcher;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What each part is started with, and when it is ready: the same at the first start and after a kill. */
final class Lineup {

    static final String KAFKA = "kafka";
    static final String POSTGRES = "postgres";
    static final String SANDBOX = "sandbox";
    static final String INGRESS = "notification-ingress";
    static final String USER_SYNC = "user-sync-service";
    static final String MANAGER = "subscription-manager";

    private static final Duration READY_WITHIN = Duration.ofSeconds(120);

    private final LaunchOptions options;
    private final boolean withSandbox;
    private final Path data;
    private final Secrets secrets;
    private final Commands commands;
    private final Parts parts;
    private final Map<String, String> environment;

    Lineup(
            LaunchOptions options,
            boolean withSandbox,
            DataFolder folder,
            Secrets secrets,
            Parts parts,
            Map<String, String> environment) {
        this.options = options;
        this.withSandbox = withSandbox;
        this.data = folder.path();
        this.secrets = secrets;
        this.commands = new Commands(folder.mark());
        this.parts = parts;
        this.environment = environment;
    }

    Part start(String name) {
        return switch (name) {
            case KAFKA -> parts.startGround(name, commands.kafka(options.kafkaPort, data.resolve("kafka")));
            case POSTGRES ->
                parts.startGround(
                        name,
                        commands.postgres(
                                options.postgresPort,
                                data.resolve("postgres"),
                                Secrets.ROLES,
                                secrets.passwordsFile()));
            case SANDBOX -> parts.startGround(name, commands.sandbox(options.sandboxPort));
            case INGRESS -> service(name, options.ingressPort, broker());
            case USER_SYNC -> service(name, options.userSyncPort, userSync());
            case MANAGER -> service(name, options.managerPort, manager());
            default -> throw new IllegalArgumentException("No such part: " + name);
        };
    }

    void awaitReady(Part part) {
        switch (part.name()) {
            case SANDBOX -> part.awaitOk(local(options.sandboxPort, "/sandbox/health"), READY_WITHIN);
            case INGRESS ->
                part.awaitOk(local(options.ingressPort + LaunchOptions.MANAGEMENT, "/q/health/ready"), READY_WITHIN);
            case USER_SYNC -> part.awaitOk(local(options.userSyncPort, "/q/health/ready"), READY_WITHIN);
            case MANAGER ->
                part.awaitOk(local(options.managerPort + LaunchOptions.MANAGEMENT, "/q/health/ready"), READY_WITHIN);
            default -> part.awaitLine("ready", READY_WITHIN);
        }
    }

    URI management(String service) {
        return switch (service) {
            case INGRESS -> local(options.ingressPort + LaunchOptions.MANAGEMENT, "/");
            case USER_SYNC -> local(options.userSyncPort, "/");
            case MANAGER -> local(options.managerPort + LaunchOptions.MANAGEMENT, "/");
            default -> throw new IllegalArgumentException("No such service: " + service);
        };
    }

    static URI local(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private Part service(String module, int port, Map<String, String> environment) {
        var all = new HashMap<>(environment);
        // glibc keeps memory for each thread otherwise, which a JVM with many threads only holds on to.
        all.put("MALLOC_ARENA_MAX", "2");
        all.putAll(this.environment);
        return parts.startService(module, commands.service(module, port), all);
    }

    private Map<String, String> broker() {
        return Map.of("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + options.kafkaPort);
    }

    private Map<String, String> worker(String role) {
        var environment = new HashMap<>(broker());
        environment.put(
                "QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://127.0.0.1:" + options.postgresPort + "/rollcall");
        environment.put("QUARKUS_DATASOURCE_USERNAME", role);
        environment.put("QUARKUS_DATASOURCE_PASSWORD", secrets.password(role));
        environment.put("ROLLCALL_ACCESS_KEYSET", secrets.accessKeyset().toString());
        return environment;
    }

    private Map<String, String> userSync() {
        return worker("user_sync");
    }

    private Map<String, String> manager() {
        var environment = worker("subscription_manager");
        environment.put(
                "ROLLCALL_MANAGER_SECRETS_KEYSET", secrets.secretsKeyset().toString());
        environment.put(
                "ROLLCALL_MANAGER_API_TOKEN_FILE", secrets.apiTokenFile().toString());
        environment.put("ROLLCALL_MANAGER_PUBLIC_URL", "http://127.0.0.1:" + options.ingressPort);
        // The sandbox speaks plain HTTP on this machine; real endpoints never need this.
        environment.put("ROLLCALL_MANAGER_ALLOW_INSECURE_ENDPOINTS", String.valueOf(withSandbox));
        return environment;
    }
}
