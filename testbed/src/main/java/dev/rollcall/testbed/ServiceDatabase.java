package dev.rollcall.testbed;

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

    @Override
    public String toString() {
        return "ServiceDatabase[" + jdbcUrl + ", username=" + username + ", password=***, schema=" + schema + "]";
    }
}
