package dev.rollcall.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.logging.FileHandler;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What the mains have in common: one line when usable, one sentence when not, a clean end on TERM. */
final class PartMain {

    private static final int LOG_BYTES = 2 << 20;

    private PartMain() {}

    /** Returns only by ending the process. */
    static void run(Supplier<AutoCloseable> start) {
        var started = new CompletableFuture<AutoCloseable>();
        // Before the start: ended in the middle of it, a half-started PostgreSQL would stay behind.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(started.join()), "close"));
        try {
            started.complete(start.get());
            System.out.println("ready");
            System.out.flush();
            new CountDownLatch(1).await();
        } catch (StartFailure e) {
            fail(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            fail("This did not start: " + StartFailure.rootOf(e));
        }
    }

    /** Standard error is for the one sentence; what the part itself has to say goes to a file beside its data. */
    static void logTo(Path folder, String name) {
        Quiet.logs();
        var root = Logger.getLogger("");
        try {
            LogManager.getLogManager().reset();
            Quiet.logs();
            Files.createDirectories(folder);
            var file = new FileHandler(folder.resolve(name).toString(), LOG_BYTES, 2, true);
            file.setFormatter(new SimpleFormatter());
            root.addHandler(file);
        } catch (IOException e) {
            // The start itself will say what is wrong with the folder.
        }
    }

    static void fail(String sentence) {
        System.err.println(sentence.replaceAll("\\s*\\R\\s*", " "));
        System.err.flush();
        // Not exit: hooks of a half-started part may wait for ever.
        Runtime.getRuntime().halt(1);
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            System.err.println("This did not stop cleanly: " + StartFailure.rootOf(e));
        }
    }
}
