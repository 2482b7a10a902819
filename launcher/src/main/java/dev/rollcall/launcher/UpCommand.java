package dev.rollcall.launcher;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts everything, runs the first sync, stays until Ctrl-C. */
@Command(name = "up", mixinStandardHelpOptions = true, description = "Starts everything and runs the first sync.")
final class UpCommand implements Callable<Integer> {

    @Mixin
    LaunchOptions options;

    @Option(names = "--without-sandbox", description = "real endpoints: neither the sandbox nor its demo integration")
    boolean withoutSandbox;

    @Override
    public Integer call() throws InterruptedException {
        try (var stack = withoutSandbox ? LocalStack.keeping(options) : LocalStack.anew(options, LocalStack.UP)) {
            if (!withoutSandbox) {
                var demo = new DemoIntegration(options, stack.secrets());
                demo.activate();
                demo.awaitRun(System.out);
            }
            Addresses.print(options, stack.secrets(), stack.logs(), !withoutSandbox, System.out);
            System.out.println("Ctrl-C stops everything.");
            stack.untilOneEnds();
            return 1;
        }
    }
}
