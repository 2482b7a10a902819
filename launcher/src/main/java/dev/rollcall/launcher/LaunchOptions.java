package dev.rollcall.launcher;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import picocli.CommandLine.Option;

/** What can be chosen on the command line. */
public final class LaunchOptions {

    /** A service's health and metrics are this much above its port. */
    static final int MANAGEMENT = 1000;

    @Option(names = "--data", description = "the folder that holds data, keys and logs (${DEFAULT-VALUE})")
    Path data = Path.of(".rollcall");

    @Option(names = "--people", description = "people in the demo directory (${DEFAULT-VALUE})")
    int people = 1000;

    @Option(names = "--seed", description = "the demo directory's seed (${DEFAULT-VALUE})")
    long seed = 7;

    @Option(names = "--kafka-port", description = "(${DEFAULT-VALUE})")
    int kafkaPort = 19092;

    @Option(names = "--postgres-port", description = "(${DEFAULT-VALUE})")
    int postgresPort = 15432;

    @Option(names = "--sandbox-port", description = "(${DEFAULT-VALUE})")
    int sandboxPort = 8190;

    @Option(names = "--ingress-port", description = "(${DEFAULT-VALUE}; health on +1000)")
    int ingressPort = 8180;

    @Option(names = "--user-sync-port", description = "(${DEFAULT-VALUE})")
    int userSyncPort = 8181;

    @Option(names = "--manager-port", description = "(${DEFAULT-VALUE}; health on +1000)")
    int managerPort = 8182;

    /** In the demo directory. */
    public int people() {
        return people;
    }

    /** Every port that will be opened, with the option that moves it. */
    Map<String, Integer> ports(boolean withSandbox) {
        var ports = new LinkedHashMap<String, Integer>();
        ports.put("--kafka-port", kafkaPort);
        ports.put("--postgres-port", postgresPort);
        if (withSandbox) {
            ports.put("--sandbox-port", sandboxPort);
        }
        ports.put("--ingress-port", ingressPort);
        ports.put("--ingress-port (its health port)", ingressPort + MANAGEMENT);
        ports.put("--user-sync-port", userSyncPort);
        ports.put("--manager-port", managerPort);
        ports.put("--manager-port (its health port)", managerPort + MANAGEMENT);
        return ports;
    }
}
