package dev.rollcall.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Removes the folders of the other commands, unless one is in use. */
@Command(name = "reset", mixinStandardHelpOptions = true, description = "Removes the data of 'up' and 'demo'.")
final class ResetCommand implements Callable<Integer> {

    @Option(names = "--data", description = "the folder that holds data, keys and logs (${DEFAULT-VALUE})")
    Path data = Path.of(".rollcall");

    @Override
    public Integer call() {
        var folders = LocalStack.FOLDERS.stream().map(data::resolve).toList();
        // All before any: a refusal leaves everything as it is.
        var claimed = folders.stream()
                .filter(DataFolder::isOurs)
                .map(DataFolder::claim)
                .toList();
        for (var folder : claimed) {
            folder.remove();
            System.out.println("Removed " + folder.path());
        }
        var foreign = folders.stream().filter(Files::exists).toList();
        foreign.forEach(folder ->
                System.out.println("Left alone: " + folder + ", which ./rollcall did not make. Remove it yourself."));
        if (claimed.isEmpty() && foreign.isEmpty()) {
            System.out.println("Nothing to remove in " + data.toAbsolutePath().normalize());
        }
        return 0;
    }
}
