package dev.rollcall.launcher;

import java.io.PrintStream;
import java.nio.file.Path;

/** Says where everything is. */
final class Addresses {

    private Addresses() {}

    static void print(LaunchOptions options, Secrets secrets, Path logs, boolean withSandbox, PrintStream out) {
        out.println();
        if (withSandbox) {
            out.println("  Sandbox     " + Lineup.local(options.sandboxPort, "/sandbox/")
                    + "   people, ZenQMS users and notifications side by side: change somebody there");
        }
        out.println("  Manager     " + Lineup.local(options.managerPort, "/api/v1/integrations") + "   bearer token in "
                + secrets.apiTokenFile());
        out.println("  Ingress     " + Lineup.local(options.ingressPort, "/graph/") + "{integrationKey}/notifications");
        out.println("  Health      " + Lineup.local(options.managerPort + LaunchOptions.MANAGEMENT, "/q/health") + ", "
                + Lineup.local(options.ingressPort + LaunchOptions.MANAGEMENT, "/q/health") + ", "
                + Lineup.local(options.userSyncPort, "/q/health"));
        out.println("  Kafka       127.0.0.1:" + options.kafkaPort);
        out.println("  PostgreSQL  127.0.0.1:" + options.postgresPort + "/rollcall   passwords in "
                + secrets.passwordsFile());
        out.println("  Logs        " + logs);
        out.println();
    }
}
