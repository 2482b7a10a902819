package dev.rollcall.usersync.rules;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.rollcall.sandbox.EntraTenant;
import dev.rollcall.sandbox.RecordedCall;
import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.sandbox.ZenQmsAccount;
import dev.rollcall.sandbox.ZenUser;

/** A tenant and an account of the sandbox, with ZenQMS users who were there before and mails that several claim. */
public final class World {

    private final EntraTenant tenant;
    private final ZenQmsAccount account;
    private final String domain;
    private final Map<String, ZenUser> seeded = new LinkedHashMap<>();

    /** @param domain of all mails: the sandbox, like ZenQMS, wants each once over all accounts */
    public World(Sandbox sandbox, String domain) {
        this(
                sandbox.tenant(UUID.randomUUID().toString()),
                sandbox.account(UUID.randomUUID().toString()),
                domain);
    }

    public World(EntraTenant tenant, ZenQmsAccount account, String domain) {
        this.tenant = tenant;
        this.account = account;
        this.domain = domain;
        seed(ZenUser.of(mail("existing"), "Ex", "Isting", "Clerk"));
        seed(ZenUser.of(mail("foreign"), "For", "Eign", "Clerk").withExternalId("somebody-of-another-directory"));
        account.takenElsewhere(mail("elsewhere"));
    }

    private void seed(ZenUser user) {
        var stored = account.seed(user);
        seeded.put(stored.id(), stored);
    }

    public EntraTenant tenant() {
        return tenant;
    }

    public ZenQmsAccount account() {
        return account;
    }

    String mail(String local) {
        return local + "@" + domain;
    }

    /** Mails that more than one side claims. */
    List<String> contested() {
        return List.of(mail("shared"), mail("Shared"), mail("existing"), mail("foreign"), mail("elsewhere"));
    }

    /** Who was in ZenQMS before, by id. */
    Map<String, ZenUser> seeded() {
        return seeded;
    }

    /** Calls that created or changed a user. */
    public List<RecordedCall> writes() {
        return account.calls().stream()
                .filter(call -> Set.of("POST /v2/users", "PATCH /v2/users/{id}").contains(call.operation()))
                .filter(call -> call.status() < 300)
                .toList();
    }
}
