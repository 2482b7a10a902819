package dev.rollcall.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * ZenQMS's public API under {@code /v2}, as far as it is published and, beyond that, as the assumed contract says.
 * The bearer token is an account's API key.
 */
final class ZenApi {
    private final ZenWorld world;
    private final Turnstile turnstile;

    ZenApi(ZenWorld world, Turnstile turnstile) {
        this.world = world;
        this.turnstile = turnstile;
    }

    void mount(Router router) {
        router.post("/v2/users/search")
                .handler(http ->
                        read(http, "POST /v2/users/search", (account, body) -> new ZenSearch(account).users(body)));
        router.post("/v2/roles/search")
                .handler(http ->
                        read(http, "POST /v2/roles/search", (account, body) -> new ZenSearch(account).roles(body)));
        router.post("/v2/users").handler(http -> write(http, "POST /v2/users", (writes, body) -> writes.create(body)));
        router.patch("/v2/users/:userId")
                .handler(http -> write(
                        http, "PATCH /v2/users/{id}", (writes, body) -> writes.patch(http.pathParam("userId"), body)));
        router.post("/v2/users/:userId/roles/add")
                .handler(http -> write(
                        http,
                        "POST /v2/users/{id}/roles/add",
                        (writes, body) -> writes.roles(http.pathParam("userId"), roleIds(http, body), true)));
        router.delete("/v2/users/:userId/roles/remove")
                .handler(http -> write(
                        http,
                        "DELETE /v2/users/{id}/roles/remove",
                        (writes, body) -> writes.roles(http.pathParam("userId"), roleIds(http, body), false)));
        router.route("/v2/*")
                .handler(http ->
                        ZenJson.problem(404, "There is no such endpoint.").send(http.response()));
    }

    private interface Read {
        Answer answer(ZenQmsAccount account, JsonNode body);
    }

    private interface Write {
        ZenWrites.Written answer(ZenWrites writes, JsonNode body);
    }

    private void read(RoutingContext http, String operation, Read read) {
        account(http)
                .ifPresent(account -> pass(http, operation, account, body -> {
                    synchronized (world) {
                        return read.answer(account, body);
                    }
                }));
    }

    private void write(RoutingContext http, String operation, Write write) {
        account(http)
                .ifPresent(account -> pass(http, operation, account, body -> {
                    if (!account.isWritable()) {
                        return ZenJson.problem(403, "The token has no write access.");
                    }
                    ZenWrites.Written written;
                    synchronized (world) {
                        written = write.answer(new ZenWrites(account), body);
                    }
                    if (written.idle()) {
                        account.wroteNothing(Turnstile.call(
                                        http,
                                        new Turnstile.Visit(
                                                operation,
                                                account.name(),
                                                http.body().asString()))
                                .answered(written.answer().status()));
                    }
                    return written.answer();
                }));
    }

    private void pass(RoutingContext http, String operation, ZenQmsAccount account, Function<JsonNode, Answer> work) {
        String text = Optional.ofNullable(http.body().asString()).orElse("");
        turnstile.pass(
                http,
                new Turnstile.Visit(operation, account.name(), text),
                new Turnstile.Desk(
                        account.switches(), account.callLog(), account.patience(), ZenJson::refusal, account.hook()),
                () -> Future.succeededFuture(account.dialect()
                        .spoken(answer(
                                account,
                                operation,
                                () -> work.apply(account.dialect().understood(Json.read(text)))))));
    }

    private static Answer answer(ZenQmsAccount account, String operation, Supplier<Answer> work) {
        if (!account.faults().rate().take()) {
            return ZenJson.refusal(new Fault.Refuse(429, "1"));
        }
        if (!account.isActivated()) {
            return ZenJson.problem(403, "The token is not activated.");
        }
        return account.forbids(operation) ? ZenJson.problem(403, "The token lacks access.") : work.get();
    }

    /** The key's account; without one the call is answered here. */
    private Optional<ZenQmsAccount> account(RoutingContext http) {
        Optional<ZenQmsAccount> account = world.opened(http.request()::getHeader);
        if (account.isEmpty()) {
            ZenJson.problem(401, "The token is not valid.").send(http.response());
        }
        return account;
    }

    /** Where the ids travel on DELETE is not published, so both carriers are taken. */
    private static List<String> roleIds(RoutingContext http, JsonNode body) {
        List<String> ids = new ArrayList<>(http.queryParam("role_ids"));
        body.path("role_ids").forEach(id -> ids.add(id.asText()));
        return ids;
    }
}
