package dev.rollcall.diagnosis;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The checks of one side, while they come in. */
final class Checks {

    private final Map<Topic, Check> all = new EnumMap<>(Topic.class);

    void add(Check check) {
        for (var topic : Topic.values()) {
            if (topic.id().equals(check.id())) {
                all.put(topic, check);
            }
        }
    }

    boolean has(Topic topic) {
        return all.containsKey(topic);
    }

    boolean isOk(Topic topic) {
        return has(topic) && all.get(topic).status() == Check.Status.OK;
    }

    boolean failed(Topic topic) {
        return has(topic) && all.get(topic).hasFailed();
    }

    /** What nobody looked at could not be looked at, because something before it failed. */
    void fill(String prefix) {
        var culprit = Topic.of(prefix.equals("wire.") ? "zenqms." : prefix).stream()
                .filter(this::failed)
                .findFirst()
                .map(t -> "Waits for \"" + t.title() + "\".")
                .orElse("What comes before it could not be read.");
        Topic.of(prefix).stream().filter(t -> !has(t)).forEach(t -> all.put(t, Check.notChecked(t, culprit)));
    }

    List<Check> inOrder(String prefix) {
        return Topic.of(prefix).stream().filter(this::has).map(all::get).toList();
    }
}
