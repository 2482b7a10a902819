package dev.rollcall.sandbox;

import java.util.NoSuchElementException;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;

/** How the control API answers, and what its paths and bodies mean. */
final class ControlAnswers {
    private final Vertx vertx;
    private final Tenants tenants;
    private final ZenWorld world;

    ControlAnswers(Vertx vertx, Tenants tenants, ZenWorld world) {
        this.vertx = vertx;
        this.tenants = tenants;
        this.world = world;
    }

    /** Off the event loop: filling or searching a big directory takes its time. */
    void answer(RoutingContext http, Supplier<ObjectNode> work) {
        vertx.executeBlocking(
                        () -> {
                            try {
                                return Answer.ok(work.get());
                            } catch (IllegalArgumentException e) {
                                return Answer.of(400, Json.object().put("message", e.getMessage()));
                            } catch (NoSuchElementException e) {
                                return Answer.of(404, Json.object().put("message", "not in this sandbox"));
                            }
                        },
                        false)
                .onSuccess(answer -> answer.with("Cache-Control", "no-store").send(http.response()))
                .onFailure(http::fail);
    }

    EntraTenant tenant(RoutingContext http) {
        return tenants.find(http.pathParam("tenant")).orElseThrow();
    }

    ZenQmsAccount account(RoutingContext http) {
        return world.find(http.pathParam("key")).orElseThrow();
    }

    static JsonNode body(RoutingContext http) {
        return Json.read(http.body().asString());
    }
}
