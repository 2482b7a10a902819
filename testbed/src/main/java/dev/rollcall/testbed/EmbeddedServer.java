package dev.rollcall.testbed;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** PostgreSQL's own binaries, unpacked once into the temporary folder, run as processes beside this JVM. */
final class EmbeddedServer implements Server {

    private static final String TEMPORARY = "rollcall-postgres-";
    private static final String DATABASE = "rollcall";
    private static final Superuser SUPERUSER = new Superuser("postgres", "");
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(45);
    private static final int ATTEMPTS = 3;

    /** Roles show their password, so that a wrong one is found here and not in production. */
    private static final List<String> ACCESS = List.of(
            "host all postgres 127.0.0.1/32 trust",
            "host all postgres ::1/128 trust",
            "host all all 127.0.0.1/32 scram-sha-256",
            "host all all ::1/128 scram-sha-256");

    private final DataFolder folder;
    private final int port;
    private final boolean durable;
    private EmbeddedPostgres running;

    private EmbeddedServer(DataFolder folder, int port, boolean durable) {
        this.folder = folder;
        this.port = port;
        this.durable = durable;
    }

    static EmbeddedServer start(PostgresOptions options) {
        DataFolder.sweep(TEMPORARY, abandoned -> Postmaster.clear(abandoned.resolve("data")));
        var folder = options.dataDir() == null
                ? DataFolder.temporary(TEMPORARY)
                : DataFolder.kept(options.dataDir(), "PostgreSQL");
        try {
            return start(folder, options);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private static EmbeddedServer start(DataFolder folder, PostgresOptions options) {
        for (int attempt = 1; ; attempt++) {
            var port = options.port() == 0 ? Ports.free() : options.port();
            var server = new EmbeddedServer(folder, port, options.durable());
            try {
                server.startAgain();
                return server;
            } catch (StartFailure e) {
                // A free port may be taken by another process before we get to it; a given port has no second choice.
                if (options.port() != 0 || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    @Override
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Superuser superuser() {
        return SUPERUSER;
    }

    @Override
    public synchronized void startAgain() {
        if (running != null) {
            return;
        }
        Quiet.logs();
        try {
            Postmaster.requireSameVersion(data());
            Postmaster.clear(data());
            Ports.requireFree(port, "PostgreSQL");
            Files.deleteIfExists(log());
            running = builder().start();
            createDatabase();
        } catch (StartFailure e) {
            throw e;
        } catch (IOException | SQLException | RuntimeException e) {
            abandon();
            throw new StartFailure(
                    "PostgreSQL cannot start on port " + port + " with its data in " + folder.path() + ": "
                            + lastWords(e),
                    e);
        }
    }

    @Override
    public synchronized void stop() {
        if (running == null) {
            return;
        }
        try {
            running.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            running = null;
        }
    }

    @Override
    public void close() {
        stop();
        folder.close();
    }

    private Path data() {
        return folder.path().resolve("data");
    }

    private Path log() {
        return folder.path().resolve("postgres.log");
    }

    private EmbeddedPostgres.Builder builder() {
        var onOrOff = durable ? "on" : "off";
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data())
                // It cleans by default, which means: deletes what it finds at the start.
                .setCleanDataDirectory(false)
                // We close it ourselves, before the folder goes.
                .setRegisterShutdownHook(false)
                .setPGStartupWait(STARTS_WITHIN)
                .setDataDirectoryCustomizer(EmbeddedServer::writeAccessRules)
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log().toFile()))
                // The same order and the same lower case on every system, for all of Unicode.
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .setLocaleConfig("locale", "C")
                .setServerConfig("fsync", onOrOff)
                .setServerConfig("synchronous_commit", onOrOff)
                .setServerConfig("full_page_writes", onOrOff)
                .setServerConfig("shared_buffers", "64MB")
                .setServerConfig("max_connections", "200")
                // Clients come over TCP; a socket in the shared temporary folder would be a second door.
                .setServerConfig("unix_socket_directories", "");
    }

    private static void writeAccessRules(File data) {
        try {
            Files.write(data.toPath().resolve("pg_hba.conf"), ACCESS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void createDatabase() throws SQLException {
        try (var connection = running.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            var found = statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'");
            if (!found.next()) {
                statement.execute("create database " + DATABASE);
            }
        }
    }

    /** It may be starting still when we gave up on it. */
    private void abandon() {
        try {
            stop();
            Postmaster.clear(data());
        } catch (IOException | RuntimeException e) {
            // The failure that brought us here says more.
        }
    }

    /** PostgreSQL says in its log why it did not start. */
    private String lastWords(Exception e) {
        try (var lines = Files.lines(log())) {
            return lines.filter(line -> line.contains("FATAL:") || line.contains("PANIC:") || line.contains("error:"))
                    .reduce((first, second) -> second)
                    .map(line -> line.replaceFirst("^.*?(FATAL|PANIC|error):\\s*", ""))
                    .orElseGet(() -> StartFailure.rootOf(e));
        } catch (IOException unreadable) {
            return StartFailure.rootOf(e);
        }
    }
}
