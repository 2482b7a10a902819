package dev.rollcall.testbed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback interface. */
final class Ports {

    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /**
     * A port that nobody has, and that this process gave to nobody before. Below those that systems give to outgoing
     * connections: one of these could be taken by anybody before the server that it is for begins.
     */
    static int free() {
        for (int tries = 0; tries < 1_000; tries++) {
            var port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (GIVEN.add(port) && isFree(port)) {
                return port;
            }
        }
        throw new StartFailure("No free port between " + LOWEST + " and " + HIGHEST + ".", null);
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Asked before a start: the servers' own complaint comes late and drowned in their log. */
    static void requireFree(int port, String who) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new StartFailure(
                    who + " cannot start: port " + port
                            + " is in use. Stop what listens there, or choose another port.",
                    e);
        }
    }
}
