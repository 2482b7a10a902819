package dev.rollcall.testbed;

import java.io.IOException;

/** Signals that Java has no call for. */
final class Signals {

    private Signals() {}

    static void send(long pid, String signal) throws IOException {
        var kill = new ProcessBuilder("kill", "-" + signal, String.valueOf(pid))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (kill.waitFor() != 0 && ProcessHandle.of(pid).isPresent()) {
                throw new IOException("Process " + pid + " did not take the signal " + signal);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while process " + pid + " was sent " + signal, e);
        }
    }
}
