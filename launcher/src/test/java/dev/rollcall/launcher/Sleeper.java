package dev.rollcall.launcher;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A part that does nothing but live. */
public final class Sleeper {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    private Sleeper() {}

    public static void main(String[] words) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("ended at " + System.nanoTime())));
        System.out.println("ready");
        new CountDownLatch(1).await();
    }

    /** Returns when it is ready. */
    static Part start(DataFolder folder, Path logs) {
        var part = Part.start("sleeper", logs.resolve("sleeper.log"), command(folder), Map.of());
        part.awaitLine("ready", PATIENCE);
        return part;
    }

    static List<String> command(DataFolder folder) {
        return new Commands(folder.mark())
                .tethered(
                        List.of("-Xmx32m"), System.getProperty("java.class.path"), Sleeper.class.getName(), List.of());
    }

    /** A launcher to be killed: {@code Owner DATA LOGS}. Says the number of its part. */
    public static final class Owner {

        private Owner() {}

        public static void main(String[] words) throws InterruptedException {
            var part = start(DataFolder.claim(Path.of(words[0])), Path.of(words[1]));
            System.out.println(part.pid());
            new CountDownLatch(1).await();
        }
    }
}
