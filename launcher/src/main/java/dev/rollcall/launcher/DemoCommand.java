package dev.rollcall.launcher;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts everything afresh, plays the story, and checks ZenQMS by the rules. */
@Command(name = "demo", mixinStandardHelpOptions = true, description = "Plays a story and checks it by the rules.")
final class DemoCommand implements Callable<Integer> {

    @Mixin
    LaunchOptions options;

    @Option(
            names = "--chaos",
            description =
                    "the first sync and a busy day with killed services, a stopped broker, ZenQMS down, lost answers")
    boolean chaos;

    @Override
    public Integer call() {
        if (chaos) {
            Chaos.requireEnough(options);
        }
        try (var stack = LocalStack.anew(options, LocalStack.DEMO)) {
            var demo = new DemoIntegration(options, stack.secrets());
            if (chaos) {
                return new Chaos(options, stack, demo, System.out).play() ? 0 : 1;
            }
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
