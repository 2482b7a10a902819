package dev.rollcall.sandbox;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

/** Create and change users. The caller holds the world's lock. */
final class ZenWrites {
    /** What a write did; {@code idle} if it was accepted and changed nothing. */
    record Written(Answer answer, boolean idle) {
        static Written refused(int status, String message) {
            return new Written(ZenJson.problem(status, message), false);
        }
    }

    private static final Set<String> TEXTS =
            Set.of("external_id", "email", "first_name", "last_name", "title", "status");
    private static final List<String> REQUIRED = List.of("email", "first_name", "last_name", "title");
    /** Neither is published; whoever sends one wants a mail to go out. */
    private static final Set<String> INVITATIONS = Set.of("invite", "send_invitation");

    private final ZenQmsAccount account;

    ZenWrites(ZenQmsAccount account) {
        this.account = account;
    }

    Written create(JsonNode body) {
        Written malformed = malformed(body);
        if (malformed != null) {
            return malformed;
        }
        for (String field : REQUIRED) {
            if (body.path(field).asText("").isBlank()) {
                return Written.refused(422, "The field " + field + " is required.");
            }
        }
        ZenUser blank = new ZenUser(null, null, null, null, null, null, true, "uninvited", List.of());
        ZenUser wanted = merged(blank, body);
        Written invalid = invalidEmail(wanted.email());
        if (invalid != null) {
            return invalid;
        }
        ZenUser user = wanted.withId(account.nextId());
        if (!account.tryStore(null, user)) {
            return emailTaken();
        }
        mails(body, user, false);
        return new Written(Answer.of(201, ZenJson.write(user)), false);
    }

    Written patch(String id, JsonNode body) {
        Written malformed = malformed(body);
        if (malformed != null) {
            return malformed;
        }
        var found = account.table().byId(id);
        if (found.isEmpty()) {
            return Written.refused(404, "There is no such user.");
        }
        if (body.isEmpty()) {
            return Written.refused(400, "Nothing to change.");
        }
        for (String field : REQUIRED) {
            if (body.has(field) && body.path(field).asText("").isBlank()) {
                return Written.refused(422, "The field " + field + " is required.");
            }
        }
        ZenUser before = found.get();
        ZenUser after = merged(before, body);
        Written invalid = body.has("email") ? invalidEmail(after.email()) : null;
        if (invalid != null) {
            return invalid;
        }
        if (!account.tryStore(before, after)) {
            return emailTaken();
        }
        mails(body, after, !before.active() && after.active());
        return new Written(Answer.ok(ZenJson.write(after)), before.equals(after));
    }

    Written roles(String id, List<String> roleIds, boolean add) {
        var found = account.table().byId(id);
        if (found.isEmpty()) {
            return Written.refused(404, "There is no such user.");
        }
        if (roleIds.isEmpty()) {
            return Written.refused(400, "The field role_ids is required.");
        }
        Map<String, ZenRole> known = new LinkedHashMap<>();
        account.roles().forEach(role -> known.put(role.id(), role));
        if (!known.keySet().containsAll(roleIds)) {
            return Written.refused(404, "There is no such role.");
        }
        Map<String, ZenRole> held = new LinkedHashMap<>();
        found.get().roles().forEach(role -> held.put(role.id(), role));
        roleIds.forEach(roleId -> {
            if (add) {
                held.put(roleId, known.get(roleId));
            } else {
                held.remove(roleId);
            }
        });
        ZenUser after = found.get().withRoles(List.copyOf(held.values()));
        account.table().put(after);
        return new Written(Answer.ok(ZenJson.write(after)), after.equals(found.get()));
    }

    private static ZenUser merged(ZenUser user, JsonNode body) {
        ZenUser merged = user;
        if (body.has("external_id")) {
            String value = Json.text(body, "external_id");
            merged = merged.withExternalId(value == null || value.isEmpty() ? null : value);
        }
        merged = body.has("email") ? merged.withEmail(Json.text(body, "email")) : merged;
        merged = body.has("first_name") ? merged.withFirstName(Json.text(body, "first_name")) : merged;
        merged = body.has("last_name") ? merged.withLastName(Json.text(body, "last_name")) : merged;
        merged = body.has("title") ? merged.withTitle(Json.text(body, "title")) : merged;
        boolean active = merged.active();
        if (body.has("is_active")) {
            active = body.path("is_active").booleanValue();
        } else if (body.has("status")) {
            active = "active".equalsIgnoreCase(Json.text(body, "status"));
        }
        // The same state written again changes no word: an uninvited user stays uninvited, a locked-out one locked out.
        return active == merged.active() ? merged : merged.withActive(active);
    }

    private void mails(JsonNode body, ZenUser user, boolean activated) {
        if (activated) {
            account.mailCaused("activation", user.id());
        }
        for (String invitation : INVITATIONS) {
            if (body.path(invitation).asBoolean(false)) {
                account.mailCaused("invitation", user.id());
            }
        }
    }

    /** Null if every field is known and of its type. */
    private static Written malformed(JsonNode body) {
        if (!body.isObject()) {
            return Written.refused(400, "The body must be a JSON object.");
        }
        Iterator<Map.Entry<String, JsonNode>> fields = body.fields();
        while (fields.hasNext()) {
            var field = fields.next();
            JsonNode value = field.getValue();
            boolean good = TEXTS.contains(field.getKey())
                    ? value.isTextual() || value.isNull()
                    : field.getKey().equals("is_active") ? value.isBoolean() : INVITATIONS.contains(field.getKey());
            if (!good) {
                return Written.refused(400, "The field " + field.getKey() + " is unknown or of the wrong type.");
            }
        }
        return null;
    }

    private static Written invalidEmail(String email) {
        if (email.chars().anyMatch(c -> c > 127)) {
            return Written.refused(422, "International characters are not allowed in the user's email.");
        }
        return email.matches("[^@\\s]+@[^@\\s]+") ? null : Written.refused(422, "The email is not valid.");
    }

    private static Written emailTaken() {
        return Written.refused(409, "The email address is used by another user or in another ZenQMS account.");
    }
}
