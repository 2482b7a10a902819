package dev.rollcall.sandbox;

import java.util.List;

/**
 * A user of a ZenQMS account.
 *
 * @param id a number as text; null in what is handed to {@link ZenQmsAccount#seed}, which gives it
 * @param externalId the directory's id, null when not linked
 * @param title null only where an account is older than ZenQMS's rule that everybody has one
 * @param status ZenQMS's word: {@code active}, {@code disabled}, {@code locked out}, {@code uninvited}
 */
public record ZenUser(
        String id,
        String externalId,
        String email,
        String firstName,
        String lastName,
        String title,
        boolean active,
        String status,
        List<ZenRole> roles) {

    public ZenUser {
        roles = roles == null ? List.of() : List.copyOf(roles);
    }

    /** An active user without a link to a directory. */
    public static ZenUser of(String email, String firstName, String lastName, String title) {
        return new ZenUser(null, null, email, firstName, lastName, title, true, "active", List.of());
    }

    public ZenUser withId(String value) {
        return new ZenUser(value, externalId, email, firstName, lastName, title, active, status, roles);
    }

    public ZenUser withExternalId(String value) {
        return new ZenUser(id, value, email, firstName, lastName, title, active, status, roles);
    }

    public ZenUser withEmail(String value) {
        return new ZenUser(id, externalId, value, firstName, lastName, title, active, status, roles);
    }

    public ZenUser withFirstName(String value) {
        return new ZenUser(id, externalId, email, value, lastName, title, active, status, roles);
    }

    public ZenUser withLastName(String value) {
        return new ZenUser(id, externalId, email, firstName, value, title, active, status, roles);
    }

    public ZenUser withTitle(String value) {
        return new ZenUser(id, externalId, email, firstName, lastName, value, active, status, roles);
    }

    /** Active or not, with ZenQMS's word for it. */
    public ZenUser withActive(boolean value) {
        return new ZenUser(
                id, externalId, email, firstName, lastName, title, value, value ? "active" : "disabled", roles);
    }

    /** As an administrator of ZenQMS leaves somebody who is locked out: not active, and not disabled by us either. */
    public ZenUser lockedOut() {
        return new ZenUser(id, externalId, email, firstName, lastName, title, false, "locked out", roles);
    }

    public ZenUser withRoles(List<ZenRole> value) {
        return new ZenUser(id, externalId, email, firstName, lastName, title, active, status, value);
    }

    /** Ids and state alone: the rest is personal. */
    @Override
    public String toString() {
        return "ZenUser[" + id + ", externalId=" + externalId + ", " + status + "]";
    }
}
