package dev.rollcall.testbed;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RealPostgresTest {

    @Test
    void givesEachServiceItsOwnSchemaAndNothingElse() throws Exception {
        // Given
        var mine = Testbed.postgres().database("bed_mine");
        var other = Testbed.postgres().database("bed_other");
        execute(mine, "create table if not exists thing(id int)");

        // When
        try (var connection = other.dataSource().getConnection()) {

            // Then
            assertThat(one(connection, "select current_schema()")).isEqualTo("bed_other");
            assertThatThrownBy(() -> one(connection, "select id::text from bed_mine.thing"))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> one(connection, "create table public.intruder(id int)"))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> one(connection, "create schema intruder"))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void refusesAWrongPassword() {
        // Given
        var mine = Testbed.postgres().database("bed_mine");

        // When
        // Then
        assertThatThrownBy(() -> DriverManager.getConnection(mine.jdbcUrl(), mine.username(), "wrong"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void keepsARoleAndItsDataWhenAskedAgain() throws Exception {
        // Given
        var first = Testbed.postgres().database("bed_again", "one'two");
        execute(first, "create table thing(id int)");

        // When
        var second = Testbed.postgres().database("bed_again", "three");

        // Then
        try (var connection = second.dataSource().getConnection()) {
            assertThat(one(connection, "select count(*) from thing")).isEqualTo("0");
        }
        execute(second, "drop table thing");
    }

    @Test
    void keepsCommittedDataThroughAStopAndALaterServer(@TempDir Path folder) throws Exception {
        // Given
        try (var postgres = RealPostgres.start(new PostgresOptions(0, folder, true))) {
            var database = postgres.database("svc");
            execute(database, "create table thing as select 7 as id");
            postgres.stop();
            assertThatThrownBy(() -> database.dataSource().getConnection()).isInstanceOf(SQLException.class);
            postgres.startAgain();
            try (var connection = database.dataSource().getConnection()) {
                assertThat(one(connection, "select id from thing")).isEqualTo("7");
            }
        }

        // When
        try (var later = RealPostgres.start(new PostgresOptions(0, folder, true))) {

            // Then
            try (var connection = later.database("svc").dataSource().getConnection()) {
                assertThat(one(connection, "select id from thing")).isEqualTo("7");
                assertThat(one(connection, "show fsync")).isEqualTo("on");
                assertThat(one(connection, "show synchronous_commit")).isEqualTo("on");
                assertThat(one(connection, "select lower('ÄÖ')")).isEqualTo("äö");
            }
        }
    }

    @Test
    void startsOverAPidFileWithoutAServer(@TempDir Path folder) throws Exception {
        // Given
        RealPostgres.start(new PostgresOptions(0, folder, false)).close();
        var pidFile = folder.resolve("data").resolve("postmaster.pid");
        // The number now belongs to somebody who is not a PostgreSQL: this very process.
        Files.writeString(pidFile, ProcessHandle.current().pid() + "\n" + folder.resolve("data") + "\n0\n5432\n");

        // When
        try (var postgres = RealPostgres.start(new PostgresOptions(0, folder, false));
                var connection = postgres.superuser()) {

            // Then
            assertThat(one(connection, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void refusesAFolderOfAnotherVersion(@TempDir Path folder) throws Exception {
        // Given
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data").resolve("PG_VERSION"), "15\n");

        // When
        // Then
        assertThatThrownBy(() -> RealPostgres.start(new PostgresOptions(0, folder, false)))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("was written by version 15, this is version 18");
    }

    @Test
    void saysThatItsPortIsInUse(@TempDir Path folder) throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // Given
            var options = new PostgresOptions(taken.getLocalPort(), folder, false);

            // When
            // Then
            assertThatThrownBy(() -> RealPostgres.start(options))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " is in use");
        }
    }

    private static void execute(ServiceDatabase database, String sql) throws SQLException {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
