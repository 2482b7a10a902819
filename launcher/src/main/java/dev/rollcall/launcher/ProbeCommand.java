package dev.rollcall.launcher;

import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import dev.rollcall.diagnosis.ConnectionTest;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tests connections from the command line: read-only, without any service. Exit 0 good, 1 a check failed, 2 wrong usage. */
@Command(
        name = "probe",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Tests connections to Entra ID and ZenQMS, read-only, and says what is wrong.",
        footer = {
            "",
            "Secrets come from files, from the environment (ROLLCALL_CLIENT_SECRET, ROLLCALL_ZENQMS_API_KEY),"
                    + " or are asked for; never from the command line.",
            "Exit: 0 all good, 1 a check failed, 2 wrong usage."
        })
final class ProbeCommand implements Callable<Integer> {

    @Mixin
    ProbeOptions options;

    @Option(
            names = "--public-url",
            paramLabel = "URL",
            description = "where the ingress is reached from the internet, to call it from here")
    String publicUrl;

    @Option(
            names = "--wire-out",
            paramLabel = "FILE",
            description = "where the proven wire settings are written, in the form of a PATCH (${DEFAULT-VALUE})")
    Path wireOut = Path.of("zenqms-wire.json");

    @Option(names = "--no-shapes", description = "leave out the shapes of the answers")
    boolean noShapes;

    @Override
    public Integer call() {
        return probe(System.out, ProbeSecrets.here());
    }

    int probe(PrintStream out, ProbeSecrets secrets) {
        HttpClient http = ConnectionTest.client();
        var targets = ProbeTargets.of(options, publicUrl, secrets, http);
        out.println("Asking, which may take up to a minute ...");
        var report = new ConnectionTest(http, ProbeTargets::refusal)
                .run(targets.directory(), targets.door(), targets.zenQms());
        ProbeTable.print(report.checks(), out);
        if (!noShapes) {
            out.println("What was asked, and the shape of each answer (names, types, lengths; nobody's data)");
            out.println();
            report.shapes().forEach(line -> out.println("  " + line));
            out.println();
        }
        if (targets.zenQms() != null) {
            WireFile.write(report.provenSettings(), options.resolve(wireOut), out);
        }
        ProbeTable.summary(report.checks(), out);
        return report.isGood() ? 0 : 1;
    }
}
