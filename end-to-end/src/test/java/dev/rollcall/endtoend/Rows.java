package dev.rollcall.endtoend;

import java.sql.SQLException;

import dev.rollcall.testbed.Testbed;

/** Looks into the services' tables from outside. */
final class Rows {

    private Rows() {}

    /** @param parameters texts */
    static long count(String sql, String... parameters) {
        try (var connection = Testbed.postgres().superuser();
                var query = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                query.setString(i + 1, parameters[i]);
            }
            var result = query.executeQuery();
            result.next();
            return result.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
