package dev.rollcall.model;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * The walk of a run ended.
 *
 * @param batches how many batches it sent
 * @param people how many distinct people they held
 * @param complete whether the page chain closed without an error; only then may absence mean anything
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WalkClosed(Envelope envelope, int batches, long people, boolean complete) implements InitialSyncMessage {

    public WalkClosed {
        Required.value(envelope, "envelope");
    }

    @Override
    public String subject() {
        return "closed";
    }
}
