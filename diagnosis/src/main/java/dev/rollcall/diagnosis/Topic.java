package dev.rollcall.diagnosis;

import java.util.Arrays;
import java.util.List;

/** Everything a connection test looks at, in the order it is shown. The ids are part of the API. */
enum Topic {
    TOKEN_URL("directory.token-url", "Token URL"),
    TENANT("directory.tenant", "Tenant ID"),
    TOKEN("directory.token", "Client ID and Client Secret"),
    GRAPH("directory.graph", "Microsoft Graph"),
    USERS("directory.user-read-all", "Permission User.Read.All"),
    GROUPS("directory.group-read-all", "Permission Group.Read.All"),
    MEMBERS("directory.group-member-read-all", "Permission GroupMember.Read.All"),

    OWN_CALL("endpoint.own-call", "Notification address, called from here"),
    HANDSHAKE("endpoint.handshake", "Notification address, called by Microsoft"),

    HOST("zenqms.host", "Base URL"),
    KEY("zenqms.key", "API Key"),
    READ_USERS("zenqms.read-users", "Token access: users"),
    READ_ROLES("zenqms.read-roles", "Token access: roles"),
    WRITE("zenqms.write", "Token access: changing users"),

    AUTH_HEADER("wire.auth-header", "How the API key is sent"),
    USER_FIELDS("wire.user-fields", "What users look like"),
    FIELD_CASE("wire.field-case", "How fields are written"),
    STATUS_READ("wire.status-read", "How the status is shown"),
    PAGING("wire.paging", "Pages of a search"),
    BY_EMAIL("wire.search-email", "Searching by email"),
    BY_EXTERNAL_ID("wire.search-external-id", "Searching by external_id"),
    BY_ID("wire.search-id", "Searching by user ID"),
    ROLE_LIST("wire.role-list", "Where roles are listed"),
    DEFAULT_ROLE("wire.default-role", "How default roles are marked"),
    STATUS_WRITE("wire.status-write", "How the status is set"),
    CLEAR("wire.clear-external-id", "How external_id is cleared"),
    ROLE_REMOVAL("wire.role-removal", "Where role ids travel on DELETE"),
    DUPLICATE("wire.duplicate-email", "What a taken email is answered with"),
    RATE("wire.rate-limit", "The rate limit");

    private final String id;
    private final String title;

    Topic(String id, String title) {
        this.id = id;
        this.title = title;
    }

    String id() {
        return id;
    }

    String title() {
        return title;
    }

    /** All of one side, such as {@code zenqms.}, in order. */
    static List<Topic> of(String prefix) {
        return Arrays.stream(values()).filter(t -> t.id.startsWith(prefix)).toList();
    }
}
