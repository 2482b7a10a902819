package dev.rollcall.launcher;

import java.nio.file.Path;

import picocli.CommandLine.Option;

/** What is to be probed. An option wins over the file. */
final class ProbeOptions {

    @Option(
            names = "--connections",
            paramLabel = "FILE",
            description = "a JSON file in the form of an integration request, with directory, zenqms or both")
    Path connections;

    @Option(names = "--tenant", paramLabel = "ID", description = "the Microsoft Entra tenant ID")
    String tenant;

    @Option(names = "--client-id", paramLabel = "ID", description = "the Application (client) ID")
    String clientId;

    @Option(
            names = "--token-url",
            paramLabel = "URL",
            description = "if not that of Microsoft's global cloud for the tenant")
    String tokenUrl;

    @Option(names = "--graph-url", paramLabel = "URL", description = "if it does not follow from the Token URL")
    String graphUrl;

    @Option(
            names = "--client-secret-file",
            paramLabel = "FILE",
            description = "a file that holds the client secret's Value")
    Path clientSecretFile;

    @Option(names = "--zenqms-url", paramLabel = "URL", description = "such as https://public-api.zenqms.com")
    String zenQmsUrl;

    @Option(names = "--api-key-file", paramLabel = "FILE", description = "a file that holds ZenQMS's API key")
    Path apiKeyFile;

    /** The script changes to its own folder; what an administrator names is meant from where they stand. */
    Path calledFrom = Path.of(System.getenv().getOrDefault("ROLLCALL_CALLED_FROM", ""));

    Path resolve(Path given) {
        return calledFrom.resolve(given);
    }
}
