package dev.rollcall.testbed;

/** Where a PostgreSQL comes from. */
interface Server extends AutoCloseable {

    /** Without user and password. */
    String jdbcUrl();

    int port();

    Superuser superuser();

    void stop();

    /** Under the same address, with the same data. */
    void startAgain();

    @Override
    void close();

    /** Who may create roles and schemas. */
    record Superuser(String name, String password) {
        @Override
        public String toString() {
            return "Superuser[" + name + "]";
        }
    }

    /** Somebody else's: used, never stopped. */
    record External(String jdbcUrl, Superuser superuser) implements Server {
        @Override
        public int port() {
            var address = java.net.URI.create(jdbcUrl.substring("jdbc:".length()));
            return address.getPort() < 0 ? 5432 : address.getPort();
        }

        @Override
        public void stop() {
            throw new UnsupportedOperationException("An external PostgreSQL is not ours to stop");
        }

        @Override
        public void startAgain() {
            throw new UnsupportedOperationException("An external PostgreSQL is not ours to start");
        }

        @Override
        public void close() {}
    }
}
