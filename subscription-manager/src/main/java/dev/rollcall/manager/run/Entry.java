package dev.rollcall.manager.run;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What became of one person, or in Live of one thing that arrived. The first seven are Live's alone.
 *
 * @param id the entry itself
 * @param received when Rollcall received it
 * @param about PERSON, GROUP, SUBSCRIPTION, or ITEM for what could not be read
 * @param change the vendor's own word, such as {@code updated}; it says little
 * @param cause why the person was looked at
 * @param requestId the administrator's request behind it
 * @param runId the run that counts the outcome, where the look was for both
 * @param subjectId the directory's id of the person, group or subscription
 * @param kind null while the outcome is not known; NONE where nothing will come of it
 * @param outcome others, before and after, as the worker reported them
 * @param at when the outcome was recorded
 * @param covered true where the look was for a later notice of the same person, and answered this one too
 * @param waiting why there is no outcome yet; null where there is one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Entry(
        String id,
        Instant received,
        String about,
        String change,
        String cause,
        String requestId,
        String runId,
        String subjectId,
        String kind,
        String reason,
        String detail,
        String match,
        String zenQmsUserId,

        @JsonRawValue @Schema(implementation = Recorded.Content.class)
        String outcome,

        Instant at,
        Boolean covered,
        String waiting) {

    Entry waiting(String why) {
        return new Entry(
                id,
                received,
                about,
                change,
                cause,
                requestId,
                runId,
                subjectId,
                kind,
                reason,
                detail,
                match,
                zenQmsUserId,
                outcome,
                at,
                covered,
                why);
    }

    @JsonIgnore
    boolean isOpen() {
        return kind == null;
    }

    /** Personal data stays out of logs. */
    @Override
    public String toString() {
        return "Entry[" + subjectId + ", " + kind + "]";
    }
}
