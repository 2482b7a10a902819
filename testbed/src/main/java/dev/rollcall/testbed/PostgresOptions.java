package dev.rollcall.testbed;

import java.nio.file.Path;

/**
 * How a PostgreSQL is started.
 *
 * @param port on the loopback interface; 0 picks a free one
 * @param dataDir kept between starts; null for a temporary directory that goes with the server
 * @param durable whether a commit is on disk when it returns (fsync, synchronous_commit, full_page_writes). Off is faster
 *     and enough for tests; claims about lost data or speed need it on
 */
public record PostgresOptions(int port, Path dataDir, boolean durable) {

    /** A free port, and nothing left behind. */
    public static PostgresOptions temporary() {
        return new PostgresOptions(0, null, false);
    }

    /** A fixed port and data that stays, through a crash as well. */
    public static PostgresOptions keeping(Path dataDir, int port) {
        return new PostgresOptions(port, dataDir, true);
    }

    public PostgresOptions withDurable(boolean on) {
        return new PostgresOptions(port, dataDir, on);
    }
}
