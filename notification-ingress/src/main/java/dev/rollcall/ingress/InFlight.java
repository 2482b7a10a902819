package dev.rollcall.ingress;

import java.util.concurrent.Semaphore;

import jakarta.enterprise.context.ApplicationScoped;

/**
 * How much is being worked on at a time, in bytes of bodies. What doesn't fit is turned away at once: Graph keeps a
 * notification it got a quick 503 for, and punishes an address that hangs.
 */
@ApplicationScoped
class InFlight {

    private final Semaphore kibibytes;
    private final int least;
    private final int most;

    InFlight(IngressConfig config) {
        kibibytes = new Semaphore(inKibibytes(config.inFlightBytes().asLongValue()));
        least = inKibibytes(config.inFlightPerPost().asLongValue());
        most = inKibibytes(config.maxBodySize().asLongValue());
    }

    /**
     * @param contentLength as announced, negative when it wasn't: then it counts as the largest there may be
     * @return null when there is no room; else to be closed when the POST is answered
     */
    Place enter(long contentLength) {
        var announced = contentLength < 0 ? most : Math.min(inKibibytes(contentLength), most);
        var permits = Math.max(least, announced);
        return kibibytes.tryAcquire(permits) ? () -> kibibytes.release(permits) : null;
    }

    private static int inKibibytes(long bytes) {
        return (int) Math.min(Integer.MAX_VALUE, (bytes + 1023) / 1024);
    }

    /** The room that one POST takes. */
    interface Place extends AutoCloseable {
        @Override
        void close();
    }
}
