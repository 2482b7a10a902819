package dev.rollcall.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes the wire settings that were proven as the body of a PATCH to an integration. */
final class WireFile {

    private WireFile() {}

    static void write(Map<String, String> proven, Path file, PrintStream out) {
        if (proven.isEmpty()) {
            out.println("No wire setting could be proven; nothing was written.");
            return;
        }
        try {
            Files.writeString(
                    file,
                    JsonApi.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(ProbeTargets.patch(proven))
                            + "\n");
        } catch (IOException e) {
            throw new LaunchFailure(
                    "The proven wire settings can't be written to " + file + ": choose another with --wire-out FILE.",
                    e);
        }
        out.println("Proven wire settings, written to " + file + ": " + String.join(", ", proven.keySet()) + ".");
        out.println("Send the file as a PATCH to the integration, or copy zenqms.wire from it.");
    }
}
