package dev.rollcall.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.postgresql.ds.PGSimpleDataSource;

/** A service's own schema, and the login role that may use it and nothing else. */
public record ServiceDatabase(String jdbcUrl, String username, String password, String schema) {

    /** Connections without a pool. */
    public DataSource dataSource() {
        var source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl);
        source.setUser(username);
        source.setPassword(password);
        return source;
    }

    /**
     * The same with the tables of the module under test: its migrations, in the order of their names, for a test that starts no
     * service to run them.
     */
    public ServiceDatabase migrated() {
        try (var connection = dataSource().getConnection();
                var statement = connection.createStatement();
                var files = Files.list(Path.of("src", "main", "resources", "db", "migration"))) {
            for (var file : files.sorted().toList()) {
                statement.execute(Files.readString(file));
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException("A migration failed", e);
        }
    }

    @Override
    public String toString() {
        return "ServiceDatabase[" + jdbcUrl + ", username=" + username + ", password=***, schema=" + schema + "]";
    }
}
