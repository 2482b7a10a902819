package dev.rollcall.zenqms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The calls that change nothing, raw: for who wants to see how a ZenQMS answers. Both searches are POSTs, as published; role
 * paths are assumed.
 */
public final class WireReads {

    public static final String SEARCH_USERS = "/v2/users/search";
    public static final String LIST_ROLES = "/v2/roles";
    public static final String SEARCH_ROLES = "/v2/roles/search";

    private WireReads() {}

    /** The body of a search, written as the wire settings say. */
    public static byte[] users(ZenQmsWire wire, UserSearch search, int page, int pageSize) {
        return bytes(new UserJson(wire).write(search, page, pageSize));
    }

    /** The body of a search for all roles. */
    public static byte[] roles(ZenQmsWire wire) {
        return users(wire, new UserSearch.Everybody(), 1, ZenQmsUsers.PAGE_SIZE);
    }

    private static byte[] bytes(ObjectNode json) {
        try {
            return UserJson.MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
