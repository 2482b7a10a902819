package dev.rollcall.launcher;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Runs another class's main in this process: {@code Tether FILE MAIN ARGUMENTS...}. Standard input is the tether: the
 * launcher holds its other end and never writes, so its end means that the launcher is gone, however it went; then this
 * process ends too. Until then it shares a lock on the file's second byte, so that nobody takes the folder for abandoned.
 */
final class Tether {

    /** As after a TERM, which the launcher would have sent. */
    private static final int EXIT = 143;

    private static final long ORDERLY_SECONDS = 10;

    /** In a field, so that the lock lasts as long as the process: collected as garbage, its file would be closed. */
    @SuppressWarnings("unused")
    private static FileLock alive;

    private Tether() {}

    public static void main(String[] words) throws Throwable {
        daemon("tether", Tether::endWithInput);
        alive = FileChannel.open(Path.of(words[0]), StandardOpenOption.READ).lock(DataFolder.PARTS, 1, true);
        try {
            Class.forName(words[1]).getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.copyOfRange(words, 2, words.length));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static void endWithInput() {
        try {
            while (System.in.read() >= 0) {
                // Nobody writes; whatever came would mean nothing.
            }
        } catch (IOException e) {
            // No input is the same as its end.
        }
        // The parts lose each other at the same moment: one may wait in vain for another to answer its goodbye.
        daemon("tether-insists", Tether::insist);
        System.exit(EXIT);
    }

    private static void insist() {
        try {
            TimeUnit.SECONDS.sleep(ORDERLY_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(EXIT);
    }

    private static void daemon(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
