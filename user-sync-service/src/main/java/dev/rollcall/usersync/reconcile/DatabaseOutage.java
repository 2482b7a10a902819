package dev.rollcall.usersync.reconcile;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;

/** Tells PostgreSQL's own trouble from a statement that it refuses. */
public final class DatabaseOutage {

    /**
     * PostgreSQL's classes of errors: connection; transaction rolled back; resources; operator intervention, such as a
     * shutdown; system error.
     */
    private static final Set<String> CLASSES = Set.of("08", "40", "53", "57", "58");
    /** A lock that was not to be had in time; a transaction that stood still. */
    private static final Set<String> STATES = Set.of("55P03", "25P03");

    private DatabaseOutage() {}

    public static boolean isBehind(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && isOutage(sql)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOutage(SQLException failure) {
        var state = failure.getSQLState();
        // Without a state it is the pool's: no connection in time.
        return state == null
                || STATES.contains(state)
                || state.length() >= 2 && CLASSES.contains(state.substring(0, 2))
                || failure instanceof SQLTransientException
                || failure instanceof SQLRecoverableException;
    }
}
