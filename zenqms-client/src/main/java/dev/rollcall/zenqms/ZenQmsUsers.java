package dev.rollcall.zenqms;

import java.util.List;

import dev.rollcall.model.MappedFields;
import dev.rollcall.model.ZenQmsUserId;

/** The users of one ZenQMS account. No request asks for an invitation, and there is no way to delete. */
public interface ZenQmsUsers {

    /** The largest page ZenQMS is asked for. */
    int PAGE_SIZE = 100;

    /**
     * One page of users.
     *
     * @param page from 1
     * @throws ZenQmsException when it could not be read
     */
    UserPage search(UserSearch search, int page);

    /**
     * Creates a user. Not idempotent: after {@link ZenQmsException.Unavailable} search before creating again.
     *
     * @return the user as ZenQMS shows it
     */
    ZenQmsUser create(MappedFields fields);

    /**
     * Changes the fields that are set; those that are null stay.
     *
     * @throws ZenQmsException.NotFound when there is no such user
     */
    void patch(ZenQmsUserId id, MappedFields changes);

    /**
     * Takes the external id from a user, and changes nothing else.
     *
     * @throws ZenQmsException.NotFound when there is no such user
     */
    void clearExternalId(ZenQmsUserId id);

    /** The first page of a search: enough where at most a few can be meant. */
    default List<ZenQmsUser> search(UserSearch search) {
        return search(search, 1).users();
    }
}
