package dev.rollcall.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;

/**
 * A folder of the launcher's own, held by one launcher at a time. One file in it is the mark and the lock: its first byte
 * is locked by the launcher, its second one is shared by the parts, which may outlive a killed launcher by some seconds.
 */
final class DataFolder implements AutoCloseable {

    static final String MARK = ".rollcall-folder";
    static final long PARTS = 1;
    private static final long LAUNCHER = 0;

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private DataFolder(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Makes it if it is missing. Held until closed, or until this process ends.
     *
     * @throws LaunchFailure if it holds something and isn't ours, or is in use, or can't be used
     */
    static DataFolder claim(Path folder) {
        var path = folder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(path);
            if (!isOurs(path) && holdsSomething(path)) {
                throw new LaunchFailure("The folder " + path + " holds something that ./rollcall did not put there (no "
                        + MARK + " in it): move it away, or choose another with --data DIR.");
            }
            return locked(path);
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    static boolean isOurs(Path folder) {
        return Files.isRegularFile(folder.resolve(MARK));
    }

    Path mark() {
        return path.resolve(MARK);
    }

    Path path() {
        return path;
    }

    /** Removes everything in it but the mark. Links are removed, not followed. */
    void empty() {
        try (var all = Files.walk(path)) {
            var mark = mark();
            for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
                if (!each.equals(path) && !each.equals(mark)) {
                    Files.deleteIfExists(each);
                }
            }
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    /** Removes it with all it holds, and lets go. */
    void remove() {
        empty();
        try {
            Files.delete(mark());
            Files.delete(path);
        } catch (IOException e) {
            throw unusable(path, e);
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
            channel.close();
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    private static DataFolder locked(Path path) throws IOException {
        var channel = FileChannel.open(path.resolve(MARK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var launcher = tryLock(channel, LAUNCHER);
        if (launcher == null) {
            channel.close();
            throw new LaunchFailure("Rollcall already runs in " + path
                    + ": stop that one first, or choose another folder with --data DIR (and other ports).");
        }
        var parts = tryLock(channel, PARTS);
        if (parts == null) {
            channel.close();
            throw new LaunchFailure(
                    "Parts of an earlier start still use " + path + ": they are ending, try again in a few seconds.");
        }
        parts.release();
        return new DataFolder(path, channel, launcher);
    }

    private static FileLock tryLock(FileChannel channel, long at) throws IOException {
        try {
            return channel.tryLock(at, 1, false);
        } catch (OverlappingFileLockException e) {
            // This very process holds it: the same answer as for another one.
            return null;
        }
    }

    private static boolean holdsSomething(Path path) throws IOException {
        try (var children = Files.newDirectoryStream(path)) {
            return children.iterator().hasNext();
        }
    }

    private static LaunchFailure unusable(Path path, IOException e) {
        return new LaunchFailure("The folder " + path + " can't be used: " + e, e);
    }
}
