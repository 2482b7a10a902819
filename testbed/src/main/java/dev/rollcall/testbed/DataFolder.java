package dev.rollcall.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;

/** A folder that one part has to itself, for as long as the part lives. */
final class DataFolder implements AutoCloseable {

    /** A folder this young may be between its creation and its lock. */
    private static final Duration YOUNG = Duration.ofMinutes(2);

    private static final long LEAST_SPACE = 64L << 20;

    private final Path path;
    private final boolean temporary;
    private final FileChannel channel;
    private final FileLock lock;

    private DataFolder(Path path, boolean temporary, FileChannel channel, FileLock lock) {
        this.path = path;
        this.temporary = temporary;
        this.channel = channel;
        this.lock = lock;
    }

    /** What to do with a folder before it is deleted. */
    interface Farewell {
        void accept(Path folder) throws IOException;
    }

    /** Deleted on close. */
    static DataFolder temporary(String prefix) {
        try {
            return locked(Files.createTempDirectory(prefix), true, "A temporary part");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes temporary folders whose process was killed: nobody else will. */
    static void sweep(String prefix, Farewell farewell) {
        var parent = Path.of(System.getProperty("java.io.tmpdir"));
        try (var folders = Files.newDirectoryStream(parent, prefix + "*")) {
            for (var folder : folders) {
                if (Files.getLastModifiedTime(folder)
                        .toInstant()
                        .isBefore(Instant.now().minus(YOUNG))) {
                    remove(folder, farewell);
                }
            }
        } catch (IOException | RuntimeException e) {
            // Somebody else's leftovers, or swept by another process at the same moment: no reason not to start.
        }
    }

    private static void remove(Path folder, Farewell farewell) throws IOException {
        try (var abandoned = locked(folder, true, "Nobody")) {
            farewell.accept(abandoned.path());
        } catch (StartFailure e) {
            // In use.
        }
    }

    /**
     * Kept on close.
     *
     * @throws StartFailure if it cannot be made, has no room, or another process uses it
     */
    static DataFolder kept(Path path, String who) {
        var folder = path.toAbsolutePath().normalize();
        try {
            Files.createDirectories(folder);
            var room = Files.getFileStore(folder).getUsableSpace();
            if (room < LEAST_SPACE) {
                throw new StartFailure(who + " cannot start: only " + (room >> 20) + " MiB are free where " + folder
                        + " lies. Free at least " + (LEAST_SPACE >> 20) + " MiB.");
            }
            return locked(folder, false, who);
        } catch (IOException e) {
            throw new StartFailure(
                    who + " cannot start: its data folder " + folder + " is not usable (" + StartFailure.rootOf(e)
                            + ").",
                    e);
        }
    }

    private static DataFolder locked(Path folder, boolean temporary, String who) throws IOException {
        var channel =
                FileChannel.open(folder.resolve("in-use.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            var lock = channel.tryLock();
            if (lock != null) {
                return new DataFolder(folder, temporary, channel, lock);
            }
        } catch (OverlappingFileLockException e) {
            // This very process holds it: the same answer as for another one.
        }
        channel.close();
        throw new StartFailure(who + " cannot start: another process uses its data folder " + folder + ".");
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            if (temporary) {
                delete(path);
            }
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files that vanish meanwhile are what we want. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, IOException e) throws IOException {
                Files.deleteIfExists(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
