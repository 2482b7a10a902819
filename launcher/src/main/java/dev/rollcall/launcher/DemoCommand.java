package dev.rollcall.launcher;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Starts everything afresh, plays the story, and checks ZenQMS by the rules. */
@Command(name = "demo", mixinStandardHelpOptions = true, description = "Plays a story and checks it by the rules.")
final class DemoCommand implements Callable<Integer> {

    @Mixin
    LaunchOptions options;

    @Override
    public Integer call() {
        // A story starts from nothing: the sandbox forgets everything, so must the rest.
        options.data = options.data.resolve("demo");
        Folders.deleteTree(options.data);
        try (var stack = LocalStack.start(options, true)) {
            var demo = new DemoIntegration(options, stack.secrets());
            demo.activate();
            demo.awaitRun(System.out);
            var story = new Story(demo);
            var rows = story.play(System.out);
            var findings = new Verdict(demo).findings();
            StoryTable.print(rows, findings, System.out);
            return findings.isEmpty() && rows.stream().allMatch(Story.Row::right) ? 0 : 1;
        }
    }
}
