package dev.rollcall.testbed;

/** Where a broker comes from. */
interface Broker extends AutoCloseable {

    String bootstrapServers();

    void stop();

    /** Under the same address, with the same data. */
    void startAgain();

    @Override
    void close();

    /** Somebody else's: used, never stopped. */
    record External(String bootstrapServers) implements Broker {
        @Override
        public void stop() {
            throw new UnsupportedOperationException("An external broker is not ours to stop");
        }

        @Override
        public void startAgain() {
            throw new UnsupportedOperationException("An external broker is not ours to start");
        }

        @Override
        public void close() {}
    }
}
