package dev.rollcall.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One process of ours: started, watched until it is ready, ended. Its output goes to a file. */
final class Part {

    /** Ctrl-C reaches every process of the terminal's group; when a part ends is the launcher's to say. */
    private static final List<String> DEAF = List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

    private final String name;
    private final Path log;
    private final Process process;

    private Part(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /**
     * @param log where its output goes
     * @param environment holds the secrets: a command line can be read by every user of the machine
     */
    static Part start(String name, Path log, List<String> command, Map<String, String> environment) {
        try {
            Files.createDirectories(log.getParent());
            var line = new ArrayList<>(DEAF);
            line.addAll(command);
            // The pipe stays open as long as this process lives: see Tether.
            var builder = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .redirectInput(ProcessBuilder.Redirect.PIPE);
            builder.environment().putAll(environment);
            return new Part(name, log, builder.start());
        } catch (IOException e) {
            throw new LaunchFailure("The process of " + name + " can't be started: " + e.getMessage(), e);
        }
    }

    long pid() {
        return process.pid();
    }

    String name() {
        return name;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ready once it says so on a line of its output. */
    void awaitLine(String line, Duration max) {
        await(max, () -> read().lines().anyMatch(line::equals));
    }

    /** Ready once the address answers 200. */
    void awaitOk(URI address, Duration max) {
        await(max, () -> answersOk(address));
    }

    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private void await(Duration max, Condition condition) {
        var deadline = System.nanoTime() + max.toNanos();
        try {
            while (!condition.holds()) {
                if (!process.isAlive()) {
                    throw new LaunchFailure(name + " ended: " + lastLine() + " (its log: " + log + ")");
                }
                if (System.nanoTime() > deadline) {
                    throw new LaunchFailure(
                            name + " was not ready within " + max.toSeconds() + " s; its log is " + log);
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchFailure("Interrupted while " + name + " was starting.", e);
        }
    }

    private static boolean answersOk(URI address) throws InterruptedException {
        var request =
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(2)).build();
        try {
            return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Only once it ended. */
    int exitValue() {
        return process.exitValue();
    }

    /** Asks it to end. */
    void end() {
        process.destroy();
    }

    /** Ends it without asking (kill -9), and returns when it is gone. */
    void kill() {
        process.destroyForcibly();
        awaitEnd(Duration.ZERO);
    }

    /** Waits until it ended, and insists after a while. */
    void awaitEnd(Duration max) {
        try {
            if (!process.waitFor(max.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private String lastLine() throws IOException {
        return read().lines()
                .filter(line -> !line.isBlank())
                .reduce((first, next) -> next)
                .orElse("it said nothing");
    }

    private String read() throws IOException {
        return Files.readString(log);
    }
}
