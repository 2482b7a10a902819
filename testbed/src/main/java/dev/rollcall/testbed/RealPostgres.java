package dev.rollcall.testbed;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.regex.Pattern;

import org.postgresql.ds.PGSimpleDataSource;

/** A real PostgreSQL, in which each service has its own role and schema. */
public final class RealPostgres implements AutoCloseable {

    private static final Pattern ROLE = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    private final Server server;

    RealPostgres(Server server) {
        this.server = server;
    }

    /**
     * Starts a server; returns when clients can use it.
     *
     * @throws StartFailure with one sentence: port in use, folder in use or unreadable, another version, no room
     */
    public static RealPostgres start(PostgresOptions options) {
        return new RealPostgres(EmbeddedServer.start(options));
    }

    /** The database that holds all services' schemas; without user and password. */
    public String jdbcUrl() {
        return server.jdbcUrl();
    }

    public int port() {
        return server.port();
    }

    /** A login role with a schema of its own name. Its password is the same at each call, for applications that restart. */
    public ServiceDatabase database(String role) {
        return database(role, "password-of-" + role);
    }

    /**
     * A login role with a schema of its own name, and no rights elsewhere. What exists is kept, the password is set.
     *
     * @param role lower-case letters, digits and underscores
     */
    public ServiceDatabase database(String role, String password) {
        if (!ROLE.matcher(role).matches()) {
            throw new IllegalArgumentException(
                    "A role's name holds lower-case letters, digits and underscores, not: " + role);
        }
        try (var connection = superuser()) {
            grant(connection, role, password);
            return new ServiceDatabase(jdbcUrl(), role, password, role);
        } catch (SQLException e) {
            throw new IllegalStateException("The role " + role + " could not be made: " + e.getMessage(), e);
        }
    }

    /** For tests that look in from outside, or disturb: sees every schema, may do everything. */
    public Connection superuser() throws SQLException {
        var superuser = server.superuser();
        // Not the DriverManager: it knows the drivers of one class loader only.
        var source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl());
        return source.getConnection(superuser.name(), superuser.password());
    }

    /** Connections break, and new ones are refused from now on. */
    public void stop() {
        server.stop();
    }

    /** Same address, same data. */
    public void startAgain() {
        server.startAgain();
    }

    @Override
    public void close() {
        server.close();
    }

    private void grant(Connection connection, String role, String password) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            // Two test JVMs may ask the same external server at the same moment.
            statement.execute("select pg_advisory_xact_lock(hashtext('rollcall roles'))");
            // A failing statement must not carry the password into the server's log.
            statement.execute("set local log_min_error_statement = panic");
            if (!exists(connection, role)) {
                statement.execute("create role " + role);
            }
            statement.execute(passwordStatement(connection, role, password));
            var database = connection.getCatalog();
            statement.execute("alter role " + role + " set search_path = " + role);
            statement.execute("revoke all on database \"" + database + "\" from public");
            statement.execute("revoke all on schema public from public");
            statement.execute("grant connect on database \"" + database + "\" to " + role);
            statement.execute("create schema if not exists " + role + " authorization " + role);
        }
        connection.commit();
    }

    private static boolean exists(Connection connection, String role) throws SQLException {
        try (var query = connection.prepareStatement("select 1 from pg_roles where rolname = ?")) {
            query.setString(1, role);
            return query.executeQuery().next();
        }
    }

    /** DDL takes no parameters: PostgreSQL itself quotes what goes in. */
    private static String passwordStatement(Connection connection, String role, String password) throws SQLException {
        try (var query =
                connection.prepareStatement("select format('alter role %I login password %L', ?::text, ?::text)")) {
            query.setString(1, role);
            query.setString(2, password);
            var result = query.executeQuery();
            result.next();
            return result.getString(1);
        }
    }
}
