package dev.rollcall.access;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.EnumSet;
import java.util.Set;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;

/** Makes keyset files. */
public final class KeysetFile {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    /** A mounted secret often comes readable for its group; nobody else may read or change it. */
    private static final Set<PosixFilePermission> TOO_OPEN = EnumSet.of(
            PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    private KeysetFile() {}

    /**
     * A new keyset with one AES-256-GCM key, readable for its owner alone.
     *
     * @throws KeysetTrouble when the file exists already: what was encrypted with its keys would be lost
     */
    public static void create(Path path) {
        try {
            var keyset = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get());
            write(path, serialize(keyset));
        } catch (FileAlreadyExistsException e) {
            throw new KeysetTrouble(path + " exists already; a keyset is never overwritten.");
        } catch (IOException e) {
            throw new KeysetTrouble("The keyset file " + path + " cannot be written.");
        } catch (GeneralSecurityException e) {
            throw new KeysetTrouble("This Java lacks AES-GCM, which a keyset needs.");
        }
    }

    /**
     * Adds a key that encrypts from now on; older ones go on decrypting. Every reader must have the new file before a
     * writer starts with it.
     *
     * @param target a new file: the old one stays as it is until the operator replaces it
     */
    public static void rotate(Path source, Path target) {
        var old = Keyset.read(KeysetSource.file("The keyset file", source)).handle();
        try {
            var fresh = KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                    .withRandomId()
                    .makePrimary();
            var rotated = KeysetHandle.newBuilder(old)
                    .setConfiguration(AeadConfig2026.get())
                    .addEntry(fresh)
                    .build();
            write(target, serialize(rotated));
        } catch (FileAlreadyExistsException e) {
            throw new KeysetTrouble(target + " exists already; a keyset is never overwritten.");
        } catch (IOException | GeneralSecurityException e) {
            throw new KeysetTrouble("The keyset file " + target + " cannot be written.");
        }
    }

    static void requireOwnerOnly(KeysetSource.File file) throws IOException {
        if (!isPosix()) {
            return;
        }
        var mode = Files.getPosixFilePermissions(file.path());
        if (mode.stream().anyMatch(TOO_OPEN::contains)) {
            throw new KeysetTrouble(file.setting() + " names the file " + file.path()
                    + ", which others may read or change: give it the mode 0600.");
        }
    }

    /**
     * In clear text, because whoever can read this file or the secret store could read a key that encrypts it just as
     * well: the file's mode and the orchestrator's secret store protect it.
     */
    private static String serialize(KeysetHandle keyset) throws GeneralSecurityException {
        return TinkJsonProtoKeysetFormat.serializeKeyset(keyset, AeadConfig2026.get(), InsecureSecretKeyAccess.get());
    }

    /** The mode is given at creation: there is no moment at which others could open it. */
    private static void write(Path path, String json) throws IOException {
        var attributes = isPosix()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
        var parent = path.toAbsolutePath().getParent();
        Files.createDirectories(parent);
        try (SeekableByteChannel channel = Files.newByteChannel(
                path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
            var bytes = ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }
}
