package dev.rollcall.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Kafka, PostgreSQL, the sandbox and the services, each in a process of its own on this machine. Closing stops all. */
public final class LocalStack implements AutoCloseable {

    static final String UP = "up";
    static final String DEMO = "demo";
    private static final String BENCH = "bench";
    private static final String KEPT = "data";
    /** All that this launcher makes below {@code --data}. */
    static final List<String> FOLDERS = List.of(UP, DEMO, BENCH, KEPT);

    private static final long LEAST_ROOM = 1L << 30;

    private final LaunchOptions options;
    private final boolean withSandbox;
    private final DataFolder folder;
    private final Secrets secrets;
    private final Parts parts;
    private final Lineup lineup;
    private final Thread atExit = new Thread(this::stopAtExit, "stop-all");

    private LocalStack(LaunchOptions options, boolean withSandbox, DataFolder folder, Map<String, String> environment) {
        this.options = options;
        this.withSandbox = withSandbox;
        this.folder = folder;
        this.secrets = Secrets.in(folder.path());
        this.parts = new Parts(logs());
        this.lineup = new Lineup(options, withSandbox, folder, secrets, parts, environment);
    }

    /** With the sandbox, from nothing: the sandbox forgets everything at its end, so must the rest. */
    static LocalStack anew(LaunchOptions options, String name) {
        return start(options, name, Map.of(), LocalStack::startAll);
    }

    /**
     * For a benchmark: with the sandbox, from nothing, in a folder of its own.
     *
     * @param environment what the services are set to beside the usual, under the names of environment variables
     * @throws LaunchFailure when something can't be started; what was started is stopped again
     */
    public static LocalStack forBench(LaunchOptions options, Map<String, String> environment) {
        return start(options, BENCH, environment, LocalStack::startAll);
    }

    /**
     * For a benchmark of the public door: Kafka and the ingress alone.
     *
     * @throws LaunchFailure when something can't be started; what was started is stopped again
     */
    public static LocalStack ofIngress(LaunchOptions options, Map<String, String> environment) {
        return start(options, BENCH, environment, stack -> {
            stack.lineup.awaitReady(stack.lineup.start(Lineup.KAFKA));
            stack.lineup.awaitReady(stack.lineup.start(Lineup.INGRESS));
        });
    }

    /** Without the sandbox; what an earlier start left is gone on with. */
    static LocalStack keeping(LaunchOptions options) {
        return start(options, KEPT, Map.of(), LocalStack::startAll);
    }

    /** Returns when all are ready; if one can't be started, those that were are stopped again. */
    private static LocalStack start(
            LaunchOptions options, String name, Map<String, String> environment, Consumer<LocalStack> begin) {
        // What is kept is somebody's real data.
        var withSandbox = !name.equals(KEPT);
        options.ports(withSandbox).forEach(LocalStack::checkPort);
        var folder = DataFolder.claim(options.data.resolve(name));
        LocalStack stack;
        try {
            // Not before the folder is ours alone: another launcher's data would be gone.
            if (withSandbox) {
                folder.empty();
            }
            checkRoom(folder.path());
            stack = new LocalStack(options, withSandbox, folder, environment);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
        Runtime.getRuntime().addShutdownHook(stack.atExit);
        try {
            begin.accept(stack);
            return stack;
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    Secrets secrets() {
        return secrets;
    }

    /**
     * The sandbox's directory and ZenQMS, to be paired.
     *
     * @param integrationSettings in the words of the manager's API
     */
    public DemoIntegration integration(Map<String, ?> integrationSettings) {
        return integration(DemoIntegration.company(options), integrationSettings);
    }

    /** One of another company of the sandbox. */
    public DemoIntegration integration(SandboxCompany company, Map<String, ?> integrationSettings) {
        return new DemoIntegration(options, secrets, company, integrationSettings);
    }

    /** The manager's API, with its token. */
    public JsonApi manager() {
        return new JsonApi(Lineup.local(options.managerPort, "/"), secrets.apiToken());
    }

    /** The sandbox's own API. */
    public JsonApi sandbox() {
        return new JsonApi(sandboxUri(), null);
    }

    public URI sandboxUri() {
        return Lineup.local(options.sandboxPort, "/");
    }

    public URI ingressUri() {
        return Lineup.local(options.ingressPort, "/");
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + options.kafkaPort;
    }

    /** Its pages of health and metrics start here. */
    public URI managementUri(String service) {
        return lineup.management(service);
    }

    /** The process ids of everything that runs, by name. PostgreSQL's is that of its server, not of who started it. */
    public Map<String, Long> pids() {
        var pids = parts.pids();
        try (var files = Files.walk(folder.path().resolve(Lineup.POSTGRES), 3)) {
            for (var file :
                    files.filter(path -> path.endsWith("postmaster.pid")).toList()) {
                pids.put(
                        Lineup.POSTGRES,
                        Long.parseLong(Files.readAllLines(file).getFirst().strip()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pids;
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

    /** Ends a part as a crash would (kill -9): no goodbye, nothing finished. Returns when it is gone. */
    void kill(String name) {
        parts.kill(name);
    }

    /** Starts a killed part as before: same port, same data. Returns before it is ready. */
    Part startAgain(String name) {
        return lineup.start(name);
    }

    void awaitReady(Part part) {
        lineup.awaitReady(part);
    }

    private void startAll() {
        System.out.println(
                "Starting Kafka, PostgreSQL" + (withSandbox ? ", the sandbox" : "") + " and the services ...");
        var kafka = lineup.start(Lineup.KAFKA);
        var postgres = lineup.start(Lineup.POSTGRES);
        if (withSandbox) {
            lineup.awaitReady(lineup.start(Lineup.SANDBOX));
        }
        lineup.awaitReady(kafka);
        lineup.awaitReady(postgres);
        Stream.of(Lineup.INGRESS, Lineup.USER_SYNC, Lineup.MANAGER)
                .map(lineup::start)
                // All are started before the first one is waited for.
                .toList()
                .forEach(lineup::awaitReady);
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
