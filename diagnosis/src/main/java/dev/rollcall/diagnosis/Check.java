package dev.rollcall.diagnosis;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * One thing a connection test looked at.
 *
 * @param id stable, such as {@code directory.token}; what stands before the dot is the side
 * @param title in the words of the setup pages
 * @param seen one sentence: what was seen, or why nothing was; never a secret, a token or somebody's data
 * @param todo one sentence: what to do; null when there is nothing
 * @param setting the wire settings of the ZenQMS connection that the answers prove; null when they prove none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Check(String id, String title, Status status, String seen, String todo, Map<String, String> setting) {

    /** How it went. */
    public enum Status {
        OK,
        FAILED,
        /** Something before it failed, or it can't be looked at without changing something. */
        NOT_CHECKED,
        /** A question about ZenQMS's wire that the reads answered. */
        ANSWERED,
        /** One they could not answer. */
        OPEN
    }

    static Check ok(Topic topic, String seen) {
        return new Check(topic.id(), topic.title(), Status.OK, seen, null, null);
    }

    static Check failed(Topic topic, String seen, String todo) {
        return new Check(topic.id(), topic.title(), Status.FAILED, seen, todo, null);
    }

    static Check notChecked(Topic topic, String why) {
        return notChecked(topic, why, null);
    }

    static Check notChecked(Topic topic, String why, String todo) {
        return new Check(topic.id(), topic.title(), Status.NOT_CHECKED, why, todo, null);
    }

    static Check answered(Topic topic, String seen, Map<String, String> setting) {
        return new Check(topic.id(), topic.title(), Status.ANSWERED, seen, null, setting.isEmpty() ? null : setting);
    }

    static Check open(Topic topic, String why, String todo) {
        return new Check(topic.id(), topic.title(), Status.OPEN, why, todo, null);
    }

    public boolean hasFailed() {
        return status == Status.FAILED;
    }
}
