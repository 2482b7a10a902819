package dev.rollcall.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A service's packaged application in a process of its own: crash and fail-over tests. */
public final class ServiceProcess implements AutoCloseable {

    private static final Duration ENDS_WITHIN = Duration.ofSeconds(20);
    private static final Set<Process> ALIVE = ConcurrentHashMap.newKeySet();

    static {
        // A test run that is interrupted must not leave services behind.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> ALIVE.forEach(Process::destroyForcibly), "service-processes-end"));
    }

    private final ServiceCommand command;
    private final Process process;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private ServiceProcess(ServiceCommand command, Process process) {
        this.command = command;
        this.process = process;
    }

    /** @param runnableJar such as {@code target/quarkus-app/quarkus-run.jar} */
    public static ServiceCommand of(Path runnableJar) {
        return new ServiceCommand(runnableJar);
    }

    static ServiceProcess start(ServiceCommand command) {
        if (!Files.isRegularFile(command.jar())) {
            throw new StartFailure(command.jar().toAbsolutePath() + " is not there: package the service first.");
        }
        try {
            Files.createDirectories(command.logFile().getParent());
            Files.deleteIfExists(command.logFile());
            var builder = new ProcessBuilder(command.line())
                    .redirectErrorStream(true)
                    .redirectOutput(command.logFile().toFile());
            builder.environment().putAll(command.environment());
            var process = builder.start();
            ALIVE.add(process);
            process.onExit().thenAccept(ALIVE::remove);
            return new ServiceProcess(command, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String name() {
        return command.name();
    }

    public int httpPort() {
        return command.port();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + httpPort() + path);
    }

    /** Of health and metrics. */
    public URI managementUri(String path) {
        return URI.create("http://127.0.0.1:" + command.managementPort() + path);
    }

    public long pid() {
        return process.pid();
    }

    /**
     * Returns when the service says it is ready.
     *
     * @throws AssertionError with the end of its log, if it does not in time, or ends
     */
    public void awaitReady(Duration max) {
        var deadline = System.nanoTime() + max.toNanos();
        while (!isReady()) {
            if (!isAlive() || System.nanoTime() > deadline) {
                throw new AssertionError(name() + (isAlive() ? " was not ready within " + max : " ended")
                        + ". The end of its log:\n" + tail());
            }
            pause();
        }
    }

    /** Whether it says so, and its door is open: where health has a port of its own, that may open first. */
    public boolean isReady() {
        return saysSo() && listens();
    }

    private boolean listens() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), httpPort()), 2_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean saysSo() {
        var request = HttpRequest.newBuilder(managementUri("/q/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** As a power cut does it: nothing is written any more, no hook runs. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** It keeps its connections and does nothing, like a long garbage collection or a suspended machine. */
    public void freeze() {
        signal("STOP");
    }

    public void thaw() {
        signal("CONT");
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it wrote so far. */
    public String log() {
        try {
            return Files.readString(command.logFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks it to end, waits, and insists after a while. */
    @Override
    public void close() {
        if (isAlive()) {
            thaw();
            process.destroy();
            if (!awaitEnd()) {
                kill();
            }
        }
        http.close();
    }

    private boolean awaitEnd() {
        try {
            return process.waitFor(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void signal(String name) {
        try {
            Signals.send(process.pid(), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The end of what it wrote. */
    public String tail() {
        var log = log();
        return log.substring(Math.max(0, log.length() - 6_000));
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }
}
