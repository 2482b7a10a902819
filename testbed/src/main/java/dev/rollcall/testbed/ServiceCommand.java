package dev.rollcall.testbed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a {@link ServiceProcess} is started. */
public final class ServiceCommand {

    private final Path jar;
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> jvmOptions = new ArrayList<>();
    private String name = "service";
    private int port;
    private int managementPort;

    ServiceCommand(Path jar) {
        this.jar = jar;
    }

    /** Names its log: {@code target/services/<name>.log}. */
    public ServiceCommand name(String value) {
        name = value;
        return this;
    }

    /** Stands on the command line, where every user of the machine can read it: nothing secret. */
    public ServiceCommand property(String key, String value) {
        properties.put(key, value);
        return this;
    }

    public ServiceCommand env(String key, String value) {
        environment.put(key, value);
        return this;
    }

    public ServiceCommand jvmOption(String option) {
        jvmOptions.add(option);
        return this;
    }

    /** 0, as without a call, picks a free one. */
    public ServiceCommand httpPort(int value) {
        port = value;
        return this;
    }

    /** Health and metrics get a free port of their own, on loopback: for a service that has them apart. */
    public ServiceCommand withManagementPort() {
        managementPort = Ports.free();
        return property("quarkus.management.host", "127.0.0.1")
                .property("quarkus.management.port", String.valueOf(managementPort));
    }

    /** Returns at once: see {@link ServiceProcess#awaitReady}. */
    public ServiceProcess start() {
        if (port == 0) {
            port = Ports.free();
        }
        return ServiceProcess.start(this);
    }

    Path jar() {
        return jar;
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    /** Where health and metrics are. */
    int managementPort() {
        return managementPort == 0 ? port : managementPort;
    }

    Map<String, String> environment() {
        return environment;
    }

    Path logFile() {
        return Path.of("target", "services", name + ".log").toAbsolutePath();
    }

    List<String> line() {
        var line = new ArrayList<String>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(jvmOptions);
        line.add("-Dquarkus.http.host=127.0.0.1");
        line.add("-Dquarkus.http.port=" + port);
        properties.forEach((key, value) -> line.add("-D" + key + "=" + value));
        line.add("-jar");
        line.add(jar.toString());
        return line;
    }
}
