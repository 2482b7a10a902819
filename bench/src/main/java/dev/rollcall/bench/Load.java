package dev.rollcall.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Sends POSTs over kept connections and notes how they are answered. As little of the machine as possible goes into sending:
 * plain sockets, and requests that are put together beforehand.
 */
final class Load {

    private static final int REQUESTS = 64;

    private final URI target;
    private final byte[][] requests = new byte[REQUESTS][];

    /** @param bodies some different ones, sent in turn */
    Load(URI target, IntFunction<String> bodies) {
        this.target = target;
        for (int i = 0; i < REQUESTS; i++) {
            var body = bodies.apply(i);
            requests[i] = ("POST " + target.getPath() + " HTTP/1.1\r\nHost: " + target.getAuthority()
                            + "\r\nContent-Type: application/json\r\nContent-Length: "
                            + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body)
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    /**
     * What was answered.
     *
     * @param millis from when a request was due until it was answered, by status
     */
    record Answers(Map<Integer, Histogram> millis, Duration time) {

        long count(int status) {
            return millis.containsKey(status) ? millis.get(status).getTotalCount() : 0;
        }

        double perSecond(int status) {
            return count(status) / (time.toNanos() / 1e9);
        }

        /** In milliseconds; 0 where there was none. */
        double percentile(int status, double percent) {
            return millis.containsKey(status) ? millis.get(status).getValueAtPercentile(percent) / 1000.0 : 0;
        }
    }

    /** Each connection sends its next request when the one before is answered. */
    Answers asFastAsAnswered(int connections, Duration time) {
        return send(connections, time, 0);
    }

    /** Requests fall due evenly, whether or not those before are answered: one that had to wait counts from when it was due. */
    Answers atRate(double perSecond, int connections, Duration time) {
        return send(connections, time, perSecond);
    }

    private Answers send(int connections, Duration time, double perSecond) {
        var answered = new ConcurrentHashMap<Integer, Histogram>();
        var began = System.nanoTime();
        var end = began + time.toNanos();
        var number = new AtomicLong();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < connections; i++) {
                threads.submit(() -> {
                    connection(answered, began, end, number, perSecond);
                    return null;
                });
            }
        }
        return new Answers(new TreeMap<>(answered), Duration.ofNanos(System.nanoTime() - began));
    }

    private void connection(Map<Integer, Histogram> answered, long began, long end, AtomicLong number, double perSecond)
            throws IOException {
        while (System.nanoTime() < end) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), target.getPort())) {
                socket.setTcpNoDelay(true);
                socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(30));
                var in = new BufferedInputStream(socket.getInputStream());
                var open = true;
                while (open && System.nanoTime() < end) {
                    var mine = number.getAndIncrement();
                    var due = perSecond == 0 ? System.nanoTime() : began + (long) (mine * 1e9 / perSecond);
                    while (due > System.nanoTime()) {
                        LockSupport.parkNanos(due - System.nanoTime());
                    }
                    socket.getOutputStream().write(requests[(int) (mine % REQUESTS)]);
                    var answer = answer(in);
                    open = !answer.closes;
                    answered.computeIfAbsent(answer.status, s -> new ConcurrentHistogram(3))
                            .recordValue((System.nanoTime() - due) / 1000);
                }
            }
        }
    }

    private record Answer(int status, boolean closes) {}

    private static Answer answer(InputStream in) throws IOException {
        var status = Integer.parseInt(line(in).split(" ")[1]);
        var length = 0;
        var closes = false;
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            var lower = line.toLowerCase();
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            }
            closes |= lower.equals("connection: close");
        }
        in.skipNBytes(length);
        return new Answer(status, closes);
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("The connection ended within an answer.");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
