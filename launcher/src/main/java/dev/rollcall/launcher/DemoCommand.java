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
        try (var stack = LocalStack.anew(options, LocalStack.DEMO)) {
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
