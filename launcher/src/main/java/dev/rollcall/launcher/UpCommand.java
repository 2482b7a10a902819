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
        // The sandbox forgets everything at its end, so its demo begins anew each time; real data is kept.
        options.data = options.data.resolve(withoutSandbox ? "data" : "up");
        if (!withoutSandbox) {
            Folders.deleteTree(options.data);
        }
        try (var stack = LocalStack.start(options, !withoutSandbox)) {
            if (!withoutSandbox) {
                var demo = new DemoIntegration(options, stack.secrets());
                demo.activate();
                demo.awaitRun(System.out);
            }
            Addresses.print(options, stack.secrets(), !withoutSandbox, System.out);
            System.out.println("Ctrl-C stops everything.");
            stack.untilOneEnds();
            return 1;
        }
    }
}
