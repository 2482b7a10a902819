package dev.rollcall.usersync.ledger;

import java.time.Instant;
import java.util.Optional;

import dev.rollcall.model.LinkOrigin;
import dev.rollcall.model.MappedFields;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.ZenQmsUserId;
import dev.rollcall.usersync.plan.Departure;

/**
 * What we know of a person.
 *
 * @param sequence of the last report; the next is one higher
 * @param lookedAt when somebody last looked at them in the directory
 * @param inDirectory false once the directory deleted them
 * @param disputedMail the mail, in lower case, that somebody else has and that they wait for; null for none
 * @param rejected what the directory said when an administrator rejected their deactivation; null for none
 * @param written the mapped fields as last written or seen equal; null where a look at ZenQMS is due
 */
public record LedgerEntry(
        SubjectId subjectId,
        long sequence,
        Instant lookedAt,
        Linked linked,
        MappedFields written,
        boolean inDirectory,
        String disputedMail,
        Departure rejected) {

    /**
     * A link.
     *
     * @param setByUs whether we set the external id; only such links are cleared on removal
     */
    public record Linked(ZenQmsUserId user, LinkOrigin origin, boolean setByUs, boolean active) {}

    public static LedgerEntry unknown(SubjectId subjectId) {
        return new LedgerEntry(subjectId, 0, Instant.EPOCH, null, null, true, null, null);
    }

    public Optional<Linked> link() {
        return Optional.ofNullable(linked);
    }
}
