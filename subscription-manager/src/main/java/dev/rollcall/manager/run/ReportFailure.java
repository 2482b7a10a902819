package dev.rollcall.manager.run;

import java.sql.SQLException;
import java.util.Set;

/** What it means that reports could not be stored; pure. */
enum ReportFailure {
    /** The database refuses the content itself: the same record would fail again. */
    CONTENT,
    /** The database is away, busy or not ours to judge: wait, however long. */
    OUTAGE,
    /** Something else: if the database answers and it stays so, the record is to blame. */
    OTHER;

    /** Connection, rollback (deadlock), resources, locks, operator, system, and a schema that is not the one we know. */
    private static final Set<String> OUTAGES = Set.of("08", "40", "42", "53", "55", "57", "58");

    static ReportFailure of(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return of(sql.getSQLState());
            }
        }
        return OTHER;
    }

    /** @param sqlState null where the pool speaks, not the database */
    private static ReportFailure of(String sqlState) {
        if (sqlState == null || sqlState.length() < 2 || OUTAGES.contains(sqlState.substring(0, 2))) {
            return OUTAGE;
        }
        return sqlState.startsWith("22") || sqlState.startsWith("23") ? CONTENT : OTHER;
    }
}
