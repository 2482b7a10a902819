package dev.rollcall.usersync.reconcile;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;

import javax.sql.DataSource;

/** Real connections; before each use, before each commit and after it a process may meet its fate. */
final class FatefulDataSource implements DataSource {

    private final DataSource source;
    private final SimulatedProcess process;

    FatefulDataSource(DataSource source, SimulatedProcess process) {
        this.source = source;
        this.process = process;
    }

    @Override
    public Connection getConnection() throws SQLException {
        process.betweenSteps();
        process.mayLoseTheDatabase();
        var connection = source.getConnection();
        process.connected(1);
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    try {
                        return switch (method.getName()) {
                            case "commit" -> {
                                process.mayCrash();
                                process.mayLoseTheDatabase();
                                connection.commit();
                                process.mayCrash();
                                process.mayLoseTheDatabase();
                                yield null;
                            }
                            case "close" -> {
                                process.connected(-1);
                                connection.close();
                                yield null;
                            }
                            default -> method.invoke(connection, arguments);
                        };
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter writer) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return source.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return source.isWrapperFor(type);
    }
}
