package dev.rollcall.launcher.topics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

import dev.rollcall.launcher.UsageFailure;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import picocli.CommandLine.Option;

/** Which broker is asked. An option wins over the file. */
final class ClusterOptions {

    static final String LOCAL = "127.0.0.1:19092";

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "a broker (" + LOCAL + ", that of ./rollcall up); several with commas between")
    String kafka;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Kafka client settings for real clusters, such as security.protocol and sasl.jaas.config")
    Path config;

    /** The script changes to its own folder; what is named is meant from where the caller stands. */
    Path calledFrom = Path.of(System.getenv().getOrDefault("ROLLCALL_CALLED_FROM", ""));

    /**
     * Kafka's client settings. No group, no commit, no topic that begins to exist because somebody looked.
     *
     * @throws UsageFailure when the file can't be read; what it holds is not quoted
     */
    Map<String, Object> settings() {
        var settings = new HashMap<String, Object>(Map.of(
                CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, "15000",
                CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, "10000"));
        file().forEach((name, value) -> settings.put(name.toString(), value));
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, "rollcall-topics");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        // What retention removed while we read is passed over.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        if (kafka != null || !settings.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
            settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka == null ? LOCAL : kafka);
        }
        return settings;
    }

    private Properties file() {
        var properties = new Properties();
        if (config != null) {
            try (var in = Files.newBufferedReader(calledFrom.resolve(config))) {
                properties.load(in);
            } catch (IOException | IllegalArgumentException e) {
                throw new UsageFailure("The file of Kafka client settings can't be read: " + config);
            }
        }
        return properties;
    }
}
