package dev.rollcall.testbed;

import java.util.HashMap;
import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/**
 * Gives an application under test the shared broker and, with the argument {@code role}, its own schema:
 * {@code @QuarkusTestResource(value = RealPartsResource.class, initArgs = @ResourceArg(name = "role", value =
 * "user_sync"))}. Set {@code %test.quarkus.devservices.enabled=false}: dev services decide before this is asked.
 */
public class RealPartsResource implements QuarkusTestResourceLifecycleManager {

    private String role;

    @Override
    public void init(Map<String, String> arguments) {
        role = arguments.get("role");
    }

    @Override
    public Map<String, String> start() {
        var settings = new HashMap<String, String>();
        settings.put("kafka.bootstrap.servers", Testbed.kafka().bootstrapServers());
        if (role != null) {
            var database = Testbed.postgres().database(role);
            settings.put("quarkus.datasource.jdbc.url", database.jdbcUrl());
            settings.put("quarkus.datasource.username", database.username());
            settings.put("quarkus.datasource.password", database.password());
        }
        return settings;
    }

    /** The parts are shared: they end with the JVM. */
    @Override
    public void stop() {}
}
