package dev.rollcall.zenqms;

import dev.rollcall.model.MappedFields;
import dev.rollcall.model.ZenQmsUserId;

/**
 * A user as ZenQMS shows it.
 *
 * @param externalId null when the user is linked to nobody
 * @param active also true for a locked-out user: a lock is ZenQMS's own matter, and writing "active" could lift it
 */
public record ZenQmsUser(
        ZenQmsUserId id,
        String externalId,
        String email,
        String firstName,
        String lastName,
        String title,
        boolean active) {

    public boolean isLinked() {
        return externalId != null && !externalId.isBlank();
    }

    public MappedFields fields() {
        return new MappedFields(externalId, email, firstName, lastName, title, active);
    }

    @Override
    public String toString() {
        return "ZenQmsUser[" + id + ", active=" + active + ", linked=" + isLinked() + "]";
    }
}
