package dev.rollcall.bench;

import dev.rollcall.launcher.LaunchFailure;

import picocli.CommandLine;

/** {@code ./rollcall bench <question>}. */
@CommandLine.Command(
        name = "bench",
        subcommands = {SyncBench.class},
        description = "Measures Rollcall on this machine; one command a question.")
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        var line = new CommandLine(new Main()).setExecutionExceptionHandler((e, commandLine, result) -> {
            System.err.println("bench: " + (e instanceof LaunchFailure ? e.getMessage() : e.toString()));
            return 1;
        });
        System.exit(line.execute(arguments));
    }
}
