package dev.rollcall.ingress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Reads a body, but neither more than allowed nor for longer: a single read is limited by the server's own timeout. */
final class BodyReader {

    private final int maxBytes;
    private final Duration within;

    BodyReader(int maxBytes, Duration within) {
        this.maxBytes = maxBytes;
        this.within = within;
    }

    /** @param contentLength as announced, negative when it wasn't */
    Body read(InputStream body, long contentLength) {
        if (contentLength > maxBytes) {
            return new Body.Refused(Rejected.TOO_LARGE);
        }
        var started = System.nanoTime();
        var bytes = new ByteArrayOutputStream(Math.max(1024, (int) contentLength));
        var chunk = new byte[16 * 1024];
        try {
            for (var n = body.read(chunk); n >= 0; n = body.read(chunk)) {
                bytes.write(chunk, 0, n);
                if (bytes.size() > maxBytes) {
                    return new Body.Refused(Rejected.TOO_LARGE);
                }
                if (System.nanoTime() - started > within.toNanos()) {
                    return new Body.Refused(Rejected.TOO_SLOW);
                }
            }
            return new Body.Whole(bytes.toByteArray());
        } catch (IOException e) {
            return new Body.Refused(Rejected.TOO_SLOW);
        }
    }
}
