package dev.rollcall.sandbox;

import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;

/** The sandbox as a process of its own. */
public final class Main {
    private static final String USAGE = "usage: [--port 8190] [--host 127.0.0.1] [--seed 1] [--retry-base-millis 2000]";

    private Main() {}

    /** Runs until the process is ended. Exit 2 on wrong arguments, 1 if the port cannot be had. */
    public static void main(String[] args) {
        SandboxOptions options = SandboxOptions.defaults().withPort(8190);
        try {
            for (Iterator<String> rest = Arrays.asList(args).iterator(); rest.hasNext(); ) {
                options = with(options, rest.next(), rest);
            }
        } catch (RuntimeException e) {
            System.err.println(USAGE);
            System.exit(2);
        }
        try {
            Sandbox sandbox = Sandbox.start(options);
            Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close));
            System.out.println("sandbox: ready on " + sandbox.uri() + "/sandbox/");
        } catch (IllegalStateException e) {
            System.err.println("sandbox: " + e.getMessage());
            System.exit(1);
        }
    }

    private static SandboxOptions with(SandboxOptions options, String name, Iterator<String> values) {
        return switch (name) {
            case "--port" -> options.withPort(Integer.parseInt(values.next()));
            case "--host" -> options.withHost(values.next());
            case "--seed" -> options.withSeed(Long.parseLong(values.next()));
            case "--retry-base-millis" ->
                options.withNotificationRetryBase(Duration.ofMillis(Long.parseLong(values.next())));
            default -> throw new IllegalArgumentException(name);
        };
    }
}
