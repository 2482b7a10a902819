package dev.rollcall.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What an earlier server left in its data directory. The caller holds the folder's lock, so no living owner is asked. */
final class Postmaster {

    private static final Duration STOPS_WITHIN = Duration.ofSeconds(30);

    private Postmaster() {}

    /**
     * Makes the directory startable: ends a server whose owner was killed, and removes a pid file without a server (the
     * number may belong to any process by now, and PostgreSQL would wait for that one).
     */
    static void clear(Path data) throws IOException {
        var file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return;
        }
        var orphan = pid(file).flatMap(ProcessHandle::of).filter(Postmaster::isPostgres);
        if (orphan.isPresent()) {
            end(orphan.get(), data);
        }
        Files.deleteIfExists(file);
    }

    /** Asked first: PostgreSQL itself would only say it in its log. */
    static void requireSameVersion(Path data) throws IOException {
        var file = data.resolve("PG_VERSION");
        if (!Files.exists(file)) {
            return;
        }
        var found = Files.readString(file).strip();
        var ours = ourVersion();
        if (!ours.equals(found)) {
            throw new StartFailure(
                    "PostgreSQL cannot start: " + data + " was written by version " + found + ", this is version "
                            + ours + ". Move the folder away, or dump and restore it with both versions.");
        }
    }

    private static String ourVersion() throws IOException {
        try (InputStream in = Postmaster.class.getResourceAsStream("versions.properties")) {
            var versions = new Properties();
            versions.load(in);
            return versions.getProperty("postgres").split("\\.")[0];
        }
    }

    private static Optional<Long> pid(Path file) throws IOException {
        try (var lines = Files.lines(file)) {
            return lines.findFirst()
                    .map(String::strip)
                    .filter(line -> line.matches("\\d{1,18}"))
                    .map(Long::parseLong);
        }
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(Path::of)
                .filter(command -> command.getFileName().toString().equals("postgres"))
                .isPresent();
    }

    private static void end(ProcessHandle orphan, Path data) throws IOException {
        try {
            // "Fast": clients are disconnected, everything is written. The ordinary TERM would wait for them to leave.
            Signals.send(orphan.pid(), "INT");
            orphan.onExit().get(STOPS_WITHIN.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new StartFailure(
                    "PostgreSQL cannot start: process " + orphan.pid() + " still serves " + data
                            + " and does not end. Stop it, then try again.",
                    e);
        }
    }
}
