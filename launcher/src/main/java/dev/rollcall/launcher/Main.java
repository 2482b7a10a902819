package dev.rollcall.launcher;

import dev.rollcall.launcher.topics.TopicsCommand;

import picocli.CommandLine;

/** {@code ./rollcall up}, {@code demo}, {@code probe}, {@code topics} and {@code reset}. */
@CommandLine.Command(
        name = "rollcall",
        subcommands = {UpCommand.class, DemoCommand.class, ProbeCommand.class, TopicsCommand.class, ResetCommand.class},
        description = "Starts Rollcall on this machine.")
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        var line = new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, commandLine, result) -> {
                    System.err.println("rollcall: " + sentence(e));
                    return e instanceof UsageFailure ? 2 : 1;
                });
        System.exit(line.execute(arguments));
    }

    private static String sentence(Exception e) {
        return e instanceof LaunchFailure || e instanceof UsageFailure || e.getMessage() == null
                ? String.valueOf(e.getMessage())
                : e.toString();
    }
}
