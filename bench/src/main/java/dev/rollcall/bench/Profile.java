package dev.rollcall.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import dev.rollcall.launcher.LaunchFailure;

/** Flight recordings of the services, for who wants to know where the time goes. */
final class Profile {

    private Profile() {}

    /**
     * What services must find in their environment to leave one.
     *
     * @param folder null for none
     */
    static Map<String, String> into(Path folder) {
        if (folder == null) {
            return Map.of();
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new LaunchFailure("No folder for recordings can be made at " + folder + ": " + e.getMessage());
        }
        return Map.of(
                "JAVA_TOOL_OPTIONS",
                "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename="
                        + folder.toAbsolutePath().resolve("%p.jfr"));
    }
}
