package dev.rollcall.model;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Up to 100 people as the walk read them. A snapshot counts only if nobody looked at the person since {@code readAt}
 * minus five minutes; otherwise it is a notice.
 *
 * @param batch number within the run, from 1
 * @param readAt when the directory answered
 * @param people at most {@link #MAX_PEOPLE}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InitialBatch(Envelope envelope, int batch, Instant readAt, List<DirectoryPerson> people)
        implements InitialSyncMessage {

    public static final int MAX_PEOPLE = 100;

    public InitialBatch {
        Required.value(envelope, "envelope");
        Required.value(readAt, "readAt");
        people = people == null ? List.of() : List.copyOf(people);
        Required.range(people.size(), 0, MAX_PEOPLE, "people in a batch");
    }

    @Override
    public String subject() {
        return String.valueOf(batch);
    }
}
