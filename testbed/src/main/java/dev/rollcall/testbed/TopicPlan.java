package dev.rollcall.testbed;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import dev.rollcall.model.Topics;

/** How each of Rollcall's topics is kept. */
public final class TopicPlan {

    private static final String HOUR = String.valueOf(Duration.ofHours(1).toMillis());

    private TopicPlan() {}

    /** The settings of a topic, under Kafka's names. */
    public static Map<String, String> settings(String topic) {
        var settings = new HashMap<String, String>();
        if (Topics.COMPACTED.contains(topic)) {
            settings.put("cleanup.policy", "compact");
        } else {
            settings.put("cleanup.policy", "delete");
            settings.put("retention.ms", String.valueOf(retention(topic).toMillis()));
        }
        if (topic.equals(Topics.ACCESS)) {
            // A renewed access makes the older one worthless: it goes within hours, not when a segment is full.
            settings.put("segment.ms", HOUR);
            settings.put("max.compaction.lag.ms", HOUR);
        }
        return settings;
    }

    private static Duration retention(String topic) {
        return switch (topic) {
            case Topics.USER_NOTICES, Topics.GROUP_NOTICES, Topics.LIFECYCLE_NOTICES -> Duration.ofDays(14);
            case Topics.INITIAL_BATCHES, Topics.REQUESTS -> Duration.ofDays(7);
            case Topics.PLANS -> Duration.ofDays(1);
            case Topics.OUTCOMES -> Duration.ofDays(30);
            default -> deadLetters(topic);
        };
    }

    private static Duration deadLetters(String topic) {
        if (!topic.endsWith(".dead-letters")) {
            throw new IllegalStateException("Nobody decided how long " + topic + " is kept");
        }
        return Duration.ofDays(30);
    }
}
