package dev.rollcall.zenqms;

import dev.rollcall.model.MappedFields;
import dev.rollcall.model.ZenQmsUserId;

/**
 * Reads like the real thing and writes nothing: the same reconciler then says what it would do. A mail that another user of
 * the account has is a {@link ZenQmsException.Conflict}, as on the real thing; one that is taken in another account can't be
 * foreseen.
 */
public final class PlanningZenQmsUsers implements ZenQmsUsers {

    /** The id of a user that would be created. */
    public static final ZenQmsUserId NOT_YET = new ZenQmsUserId("not-yet-created");

    private final ZenQmsUsers users;

    public PlanningZenQmsUsers(ZenQmsUsers users) {
        this.users = users;
    }

    @Override
    public UserPage search(UserSearch search, int page) {
        return users.search(search, page);
    }

    @Override
    public ZenQmsUser create(MappedFields fields) {
        // Matching has just searched the mail; asking once more for everybody would double a preview's calls.
        return new ZenQmsUser(
                NOT_YET,
                fields.externalId(),
                fields.email(),
                fields.firstName(),
                fields.lastName(),
                fields.title(),
                !Boolean.FALSE.equals(fields.active()));
    }

    @Override
    public void patch(ZenQmsUserId id, MappedFields changes) {
        refuseIfTaken(changes.email(), id);
    }

    @Override
    public void clearExternalId(ZenQmsUserId id) {
        // Nothing can stand against it.
    }

    private void refuseIfTaken(String email, ZenQmsUserId forUser) {
        if (email == null) {
            return;
        }
        // Verified on our side: a server that ignores the criterion returns everybody.
        var taken = users.search(new UserSearch.ByEmail(email)).stream()
                .anyMatch(user ->
                        email.equalsIgnoreCase(user.email()) && !user.id().equals(forUser));
        if (taken) {
            throw new ZenQmsException.Conflict(
                    "Another user of ZenQMS has this mail; it would report a conflict (409).");
        }
    }
}
