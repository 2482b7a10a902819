package dev.rollcall.bench;

import java.nio.file.Path;
import java.util.Map;

/** Flight recordings of the services, for who wants to know where the time goes. */
final class Profile {

    private Profile() {}

    /**
     * What services must find in their environment to leave one.
     *
     * @param folder null for none
     */
    static Map<String, String> into(Path folder) {
        return folder == null
                ? Map.of()
                : Map.of(
                        "JAVA_TOOL_OPTIONS",
                        "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename="
                                + folder.toAbsolutePath().resolve("%p.jfr"));
    }
}
