package dev.rollcall.zenqms;

import java.util.List;

/**
 * One page of a search.
 *
 * @param last whether there is nothing behind it
 */
public record UserPage(List<ZenQmsUser> users, boolean last) {
    public UserPage {
        users = List.copyOf(users);
    }
}
