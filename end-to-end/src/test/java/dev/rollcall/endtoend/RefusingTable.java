package dev.rollcall.endtoend;

import java.sql.SQLException;

import dev.rollcall.testbed.Testbed;

/**
 * A table that refuses rows for a while, as on a full disk, and quotes what it refuses, as PostgreSQL does where a row
 * violates a constraint.
 */
final class RefusingTable implements AutoCloseable {

    private final String table;
    private final String counter;

    private RefusingTable(String table) {
        this.table = table;
        this.counter = "public.refused_by_" + table.replace('.', '_');
    }

    /** @param event {@code insert} or {@code delete} */
    static RefusingTable of(String table, String event) {
        var refusing = new RefusingTable(table);
        // A sequence keeps count where everything else of a refused transaction is undone.
        execute("create sequence " + refusing.counter);
        execute("""
                create or replace function public.refuse() returns trigger language plpgsql security definer as $$
                begin
                    perform nextval(format('public.refused_by_%s_%s', tg_table_schema, tg_table_name));
                    raise exception 'disk full' using errcode = 'disk_full',
                        detail = format('Failing row contains %s.', coalesce(new, old));
                end $$""");
        execute("create trigger refuse before " + event + " on " + table
                + " for each row execute function public.refuse()");
        return refusing;
    }

    boolean hasRefused() {
        return Rows.count("select count(*) from " + counter + " where is_called") == 1;
    }

    @Override
    public void close() {
        execute("drop trigger refuse on " + table);
        execute("drop sequence " + counter);
    }

    private static void execute(String sql) {
        try (var connection = Testbed.postgres().superuser();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
