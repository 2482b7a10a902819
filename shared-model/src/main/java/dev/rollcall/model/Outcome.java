package dev.rollcall.model;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What became of one person, or in a plan what would.
 *
 * @param kind never null
 * @param match how the ZenQMS user was found; null where it did not come to that
 * @param zenQmsUserId null where there is none
 * @param reason a stable word such as {@code missing-job-title}; null where nothing needs one
 * @param detail one sentence for the administrator: what it means and what to do; null where nothing needs one
 * @param others the other people or ZenQMS users a dispute is with; never null
 * @param before the mapped fields that differ, as ZenQMS had them; null when nothing was written
 * @param after the mapped fields that differ, as written; null when nothing was written
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Outcome(
        OutcomeKind kind,
        MatchKind match,
        ZenQmsUserId zenQmsUserId,
        String reason,
        String detail,
        List<String> others,
        MappedFields before,
        MappedFields after) {

    public Outcome {
        kind = kind == null ? OutcomeKind.UNKNOWN : kind;
        others = others == null ? List.of() : List.copyOf(others);
    }
}
