package dev.rollcall.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** ZenQMS's objects in the assumed contract's words. */
final class ZenJson {
    private ZenJson() {}

    static ObjectNode write(ZenUser user) {
        ObjectNode json = Json.object()
                .put("id", user.id())
                .put("external_id", user.externalId())
                .put("email", user.email())
                .put("first_name", user.firstName())
                .put("last_name", user.lastName())
                .put("title", user.title())
                .put("is_active", user.active())
                .put("status", user.status());
        ArrayNode roles = json.putArray("roles");
        user.roles().forEach(role -> roles.add(write(role)));
        return json;
    }

    static ObjectNode write(ZenRole role) {
        return Json.object()
                .put("id", role.id())
                .put("name", role.name())
                .putNull("description")
                .put("is_default", role.standard());
    }

    static Answer problem(int status, String message) {
        return Answer.of(status, Json.object().put("message", message));
    }

    static Answer refusal(Fault.Refuse refusal) {
        Answer answer = problem(refusal.status(), "The request could not be completed.");
        return refusal.retryAfter() == null ? answer : answer.with("Retry-After", refusal.retryAfter());
    }
}
