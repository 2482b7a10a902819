package dev.rollcall.endtoend;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.sandbox.SandboxOptions;
import dev.rollcall.testbed.ServiceCommand;
import dev.rollcall.testbed.ServiceProcess;
import dev.rollcall.testbed.Testbed;

/** Ingress, manager and two workers as they are packaged, with short times; started once for all tests of this module. */
final class WholeStack {

    private static final Duration READY_WITHIN = Duration.ofSeconds(120);
    private static WholeStack shared;

    private final Keys keys = Keys.make();
    private final Sandbox sandbox =
            Sandbox.start(SandboxOptions.defaults().withNotificationRetryBase(Duration.ofMillis(500)));
    private final Mirror mirror = new Mirror(sandbox.uri());
    private final List<ServiceProcess> everStarted = new ArrayList<>();
    private final List<ServiceProcess> workers = new ArrayList<>();
    private ServiceProcess ingress;
    private ServiceProcess manager;

    private WholeStack() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "whole-stack-end"));
        Testbed.kafka();
        // Two at a time: on a small machine more would only keep each other from starting in time.
        ingress = start(ingressCommand());
        manager = start(managerCommand("subscription-manager-1"));
        everStarted.forEach(process -> process.awaitReady(READY_WITHIN));
        workers.add(start(workerCommand("user-sync-1")));
        workers.add(start(workerCommand("user-sync-2")));
        workers.forEach(process -> process.awaitReady(READY_WITHIN));
    }

    static synchronized WholeStack shared() {
        if (shared == null) {
            shared = new WholeStack();
        }
        return shared;
    }

    Sandbox sandbox() {
        return sandbox;
    }

    /** Stands before the sandbox: the addresses that Rollcall is told. */
    Mirror mirror() {
        return mirror;
    }

    Keys keys() {
        return keys;
    }

    ServiceProcess ingress() {
        return ingress;
    }

    ServiceProcess manager() {
        return manager;
    }

    List<ServiceProcess> workers() {
        return List.copyOf(workers);
    }

    List<ServiceProcess> running() {
        return Stream.concat(Stream.of(ingress, manager), workers.stream())
                .filter(ServiceProcess::isAlive)
                .toList();
    }

    /** Also those that ended: their logs are still there. */
    List<ServiceProcess> everStarted() {
        return List.copyOf(everStarted);
    }

    /** A new process at the address that the directory's subscriptions know. */
    void startIngressAgain() {
        ingress = start(ingressCommand().httpPort(ingress.httpPort()));
        ingress.awaitReady(READY_WITHIN);
    }

    void startManagerAgain() {
        manager = start(managerCommand("subscription-manager-" + (everStarted.size() + 1)));
        manager.awaitReady(READY_WITHIN);
    }

    /** Returns at once. */
    void startWorkerInPlaceOf(ServiceProcess killed) {
        workers.remove(killed);
        workers.add(start(workerCommand("user-sync-" + (everStarted.size() + 1))));
    }

    /** Who has, or had, this address, with the end of its log. */
    String whatBecameOf(URI uri) {
        var its = everStarted.stream()
                .filter(process -> process.httpPort() == uri.getPort())
                .toList();
        return its.stream()
                        .map(process -> process.name() + (process.isAlive() ? " runs" : " ended"))
                        .collect(Collectors.joining(", ", "There: ", "."))
                + its.stream().map(ServiceProcess::tail).collect(Collectors.joining("\n", "\n", ""));
    }

    /** Starts a worker again that ended by itself, as an orchestrator does: one that met an outage while it started may. */
    void awaitAllReady() {
        for (var worker : workers()) {
            if (!worker.isAlive()) {
                System.err.println(worker.name() + " ended by itself. The end of its log:\n" + worker.tail());
                startWorkerInPlaceOf(worker);
            }
        }
        running().forEach(process -> process.awaitReady(READY_WITHIN));
    }

    /** Remembers it, so that its log is searched as well. */
    ServiceProcess start(ServiceCommand command) {
        var process = command.start();
        everStarted.add(process);
        return process;
    }

    ServiceCommand managerCommand(String name) {
        var database = Testbed.postgres().database("subscription_manager", keys.managerPassword());
        return service("subscription-manager", name)
                .withManagementPort()
                .env("QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl())
                .env("QUARKUS_DATASOURCE_USERNAME", database.username())
                .env("QUARKUS_DATASOURCE_PASSWORD", database.password())
                .env("ROLLCALL_API_TOKEN", keys.apiToken())
                .env("ROLLCALL_MANAGER_PUBLIC_URL", ingress.uri("").toString())
                .env("ROLLCALL_MANAGER_ALLOW_INSECURE_ENDPOINTS", "true")
                .env("ROLLCALL_MANAGER_SECRETS_KEYSET", keys.secretsKeyset())
                .env("ROLLCALL_ACCESS_KEYSET", keys.accessKeyset())
                .env("ROLLCALL_MANAGER_RUN_LEASE", "PT3S");
    }

    ServiceCommand workerCommand(String name) {
        var database = Testbed.postgres().database("user_sync", keys.workerPassword());
        return service("user-sync-service", name)
                .env("QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl())
                .env("QUARKUS_DATASOURCE_USERNAME", database.username())
                .env("QUARKUS_DATASOURCE_PASSWORD", database.password())
                .env("ROLLCALL_ACCESS_KEYSET", keys.accessKeyset())
                .property("rollcall.user-sync.lease", "6s")
                .property("rollcall.user-sync.call-timeout", "3s")
                .property("rollcall.user-sync.second-look", "2s")
                .property("rollcall.user-sync.gone-again", "2s")
                .property("rollcall.user-sync.unfinished-looks", "1s,2s,3s");
    }

    private ServiceCommand ingressCommand() {
        return service("notification-ingress", "notification-ingress-" + (everStarted.size() + 1))
                .withManagementPort()
                .property("rollcall.ingress.broker-probe-every", "500ms");
    }

    private static ServiceCommand service(String module, String name) {
        return ServiceProcess.of(Path.of("..", module, "target", "quarkus-app", "quarkus-run.jar"))
                .name(name)
                .jvmOption("-Xmx256m")
                .jvmOption("-XX:+UseSerialGC")
                .jvmOption("-XX:TieredStopAtLevel=1")
                .env("KAFKA_BOOTSTRAP_SERVERS", Testbed.kafka().bootstrapServers());
    }

    private void close() {
        everStarted.forEach(ServiceProcess::close);
        mirror.close();
        sandbox.close();
    }
}
