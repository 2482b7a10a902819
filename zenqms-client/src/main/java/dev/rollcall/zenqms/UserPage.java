package dev.rollcall.zenqms;

import java.util.List;

/**
 * One page of a search.
 *
 * @param last whether there is certainly nothing behind it. A server that states neither a total nor its page size leaves
 *     that open until an empty page; one that also ignores the page number repeats itself, which only the caller sees: stop
 *     as well at a page that brings nobody new
 */
public record UserPage(List<ZenQmsUser> users, boolean last) {
    public UserPage {
        users = List.copyOf(users);
    }
}
