package dev.rollcall.zenqms;

import dev.rollcall.model.MappedFields;
import dev.rollcall.model.ZenQmsUserId;

/** Reads like the real thing and writes nothing: the same reconciler then says what it would do. */
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
        // Nothing: a plan.
    }
}
