package dev.rollcall.launcher;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The command lines of the parts: each a Java process of its own, on a {@link Tether}. */
final class Commands {

    private final Path mark;

    /** @param mark what the parts share a lock on: {@link DataFolder#mark} */
    Commands(Path mark) {
        this.mark = mark;
    }

    List<String> kafka(int port, Path data) {
        return tethered(
                List.of("-Xmx256m"),
                System.getProperty("java.class.path"),
                "dev.rollcall.testbed.KafkaMain",
                List.of("--port", String.valueOf(port), "--data", data.toString()));
    }

    List<String> postgres(int port, Path data, List<String> roles, Path passwords) {
        return tethered(
                // The first start on a machine unpacks PostgreSQL's binaries, which takes more than 96 MiB.
                List.of("-Xmx192m"),
                System.getProperty("java.class.path"),
                "dev.rollcall.testbed.PostgresMain",
                List.of(
                        "--port",
                        String.valueOf(port),
                        "--data",
                        data.toString(),
                        "--durable",
                        "--roles",
                        String.join(",", roles),
                        "--passwords-file",
                        passwords.toString()));
    }

    List<String> sandbox(int port) {
        var target = Path.of("sandbox", "target").toAbsolutePath();
        return tethered(
                List.of("-Xmx512m"),
                ownClasses()
                        + File.pathSeparator
                        + target.resolve("*")
                        + File.pathSeparator
                        + target.resolve("lib").resolve("*"),
                "dev.rollcall.sandbox.Main",
                List.of("--port", String.valueOf(port)));
    }

    List<String> service(String module, int port) {
        var jar = Path.of(module, "target", "quarkus-app", "quarkus-run.jar").toAbsolutePath();
        if (!Files.isRegularFile(jar)) {
            throw new LaunchFailure(jar + " is missing: run ./rollcall, which builds it.");
        }
        var options = new ArrayList<>(List.of(
                "-Xmx176m",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.management.host=127.0.0.1",
                "-Dquarkus.management.port=" + (port + LaunchOptions.MANAGEMENT)));
        // All that -jar would do.
        var manifest = manifest(jar);
        var opened = manifest.getValue("Add-Opens");
        if (opened != null) {
            Stream.of(opened.split(" ")).forEach(name -> options.add("--add-opens=" + name + "=ALL-UNNAMED"));
        }
        return tethered(
                options,
                ownClasses() + File.pathSeparator + jar,
                manifest.getValue(Attributes.Name.MAIN_CLASS),
                List.of());
    }

    private static Attributes manifest(Path jar) {
        try (var file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes();
        } catch (IOException e) {
            throw new LaunchFailure(jar + " can't be read: " + e.getMessage(), e);
        }
    }

    List<String> tethered(List<String> options, String classPath, String main, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+UseSerialGC");
        command.add("--enable-native-access=ALL-UNNAMED");
        if (Runtime.version().feature() >= 24) {
            // Libraries that these versions warn about on every start.
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, Tether.class.getName(), mark.toString(), main));
        command.addAll(arguments);
        return command;
    }

    /** The launcher's own jar alone: a service shall not meet the launcher's libraries. */
    private static Path ownClasses() {
        try {
            return Path.of(Tether.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toAbsolutePath();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
