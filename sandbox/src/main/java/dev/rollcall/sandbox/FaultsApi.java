package dev.rollcall.sandbox;

import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;

/**
 * {@code GET} and {@code PUT /sandbox/tenants/{tenant}/faults} and {@code /sandbox/accounts/{key}/faults}: what was given is
 * set, the rest stays; the answer is how things are then. {@code "recover": true} comes before the rest.
 */
final class FaultsApi {
    private final ControlAnswers control;

    FaultsApi(ControlAnswers control) {
        this.control = control;
    }

    void mount(Router router) {
        router.get("/sandbox/tenants/:tenant/faults")
                .handler(http -> control.answer(http, () -> shown(control.tenant(http))));
        router.put("/sandbox/tenants/:tenant/faults")
                .handler(http -> control.answer(http, () -> set(control.tenant(http), ControlAnswers.body(http))));
        router.get("/sandbox/accounts/:key/faults")
                .handler(http -> control.answer(http, () -> shown(control.account(http))));
        router.put("/sandbox/accounts/:key/faults")
                .handler(http -> control.answer(http, () -> set(control.account(http), ControlAnswers.body(http))));
    }

    private static ObjectNode set(EntraTenant tenant, JsonNode body) {
        GraphFaults faults = tenant.faults();
        if (body.path("recover").asBoolean()) {
            faults.recover();
            tenant.delivery(DeliveryFaults.none());
        }
        calls(tenant.switches(), body);
        given(
                body,
                "failNextBatchItems",
                value -> tenant.failNextBatchItems(
                        value.asInt(), body.path("status").asInt(429), Json.text(body, "retryAfter")));
        given(body, "replicaLagMillis", value -> faults.replicaLag(millis(value)));
        given(body, "replicaLagReads", value -> faults.replicaLagReads(value.asInt()));
        given(body, "skeletonMillis", value -> faults.skeletons(millis(value)));
        given(body, "walkShows", value -> faults.walkShows(value.asDouble(1)));
        given(body, "completeSkeletons", value -> faults.completeSkeletons());
        given(body, "resourceUnits", value -> units(tenant, value));
        given(body, "expireTokens", value -> faults.expireTokens());
        given(body, "expireTokensAfter", value -> faults.expireTokensAfter(value.asInt()));
        given(body, "expireDeltaTokens", value -> tenant.expireDeltaTokens(value.asBoolean()));
        given(body, "dropSubscriptions", value -> drop(tenant, value.asText()));
        given(body, "sendLifecycle", value -> tenant.sendLifecycle(value.asText()));
        return shown(tenant);
    }

    /** Those to one resource, or all. */
    private static void drop(EntraTenant tenant, String which) {
        switch (which) {
            case "all" -> tenant.dropSubscriptions();
            case "users", "groups" -> tenant.dropSubscriptions(which);
            default -> throw new IllegalArgumentException("all, users or groups");
        }
    }

    /** A number of units, or the name of a quota; {@code by-size} is the one Graph would give this tenant. */
    private static void units(EntraTenant tenant, JsonNode value) {
        if (value.isInt()) {
            tenant.faults().resourceUnits(value.asInt());
            return;
        }
        tenant.faults()
                .resourceUnits(
                        switch (value.asText()) {
                            case "none" -> ResourceQuota.NONE;
                            case "small" -> ResourceQuota.SMALL;
                            case "medium" -> ResourceQuota.MEDIUM;
                            case "large" -> ResourceQuota.LARGE;
                            case "by-size" ->
                                ResourceQuota.forPeople(tenant.people().size());
                            default ->
                                throw new IllegalArgumentException("none, small, medium, large, by-size or a number");
                        });
    }

    private static ObjectNode set(ZenQmsAccount account, JsonNode body) {
        ZenFaults faults = account.faults();
        if (body.path("recover").asBoolean()) {
            faults.recover();
        }
        calls(account.switches(), body);
        given(body, "rateLimit", value -> faults.rateLimit(value.asInt()));
        given(body, "pageCap", value -> account.pageCap(value.asInt()));
        given(body, "pageRepeats", value -> faults.pageRepeats(value.asBoolean()));
        given(body, "idFilterIgnored", value -> account.idFilterIgnored(value.asBoolean()));
        given(body, "externalIdFilterIgnored", value -> account.externalIdFilterIgnored(value.asBoolean()));
        given(body, "emailFilterIgnored", value -> faults.emailFilterIgnored(value.asBoolean()));
        return shown(account);
    }

    /** What tenants and accounts have in common. */
    private static void calls(Switches switches, JsonNode body) {
        given(body, "latencyMillis", value -> switches.latency(millis(value)));
        given(body, "failNext", value -> switches.plan(value.asInt(), null, refusal(body)));
        given(body, "hangNext", value -> switches.replan(value.asInt(), new Fault.Hang()));
        given(body, "loseNextAnswers", value -> switches.replan(value.asInt(), new Fault.Cut()));
        given(body, "downMillis", value -> switches.down(millis(value), refusal(body)));
        given(
                body,
                "next",
                value -> switches.plan(value.path("times").asInt(1), Json.text(value, "operation"), fault(value)));
    }

    private static Fault fault(JsonNode asked) {
        return switch (asked.path("fault").asText()) {
            case "refuse" -> refusal(asked);
            case "html" -> new Fault.Html();
            case "hang" -> new Fault.Hang();
            case "silence" -> new Fault.Silence();
            case "cut" -> new Fault.Cut();
            case "truncate" -> new Fault.Truncate();
            case "half-json" -> new Fault.HalfJson();
            case "trickle" ->
                new Fault.Trickle(Duration.ofMillis(asked.path("overMillis").asLong(10_000)));
            default ->
                throw new IllegalArgumentException("refuse, html, hang, silence, cut, truncate, half-json or trickle");
        };
    }

    private static Fault.Refuse refusal(JsonNode body) {
        return new Fault.Refuse(body.path("status").asInt(503), Json.text(body, "retryAfter"));
    }

    private static ObjectNode shown(EntraTenant tenant) {
        int units = tenant.faults().units().quota();
        ObjectNode json = shown(tenant.switches())
                .put("replicaLagMillis", tenant.directory().lag().toMillis())
                .put("replicaLagReads", tenant.directory().lagReads())
                .put("skeletonMillis", tenant.skeletons().completeAfter().toMillis())
                .put("pendingBatchItems", tenant.batchItemSwitches().pending());
        if (units == ResourceQuota.NONE.units()) {
            json.put("resourceUnits", "none");
        } else {
            json.put("resourceUnits", units);
        }
        earlyRetries(json, tenant.earlyRetries());
        return json;
    }

    private static ObjectNode shown(ZenQmsAccount account) {
        SearchFaults search = account.searchFaults();
        ObjectNode json = shown(account.switches())
                .put("rateLimit", account.faults().rate().perSecond())
                .put("pageCap", search.pageCap())
                .put("pageRepeats", search.pageRepeats());
        earlyRetries(json, account.earlyRetries());
        return json;
    }

    private static ObjectNode shown(Switches switches) {
        return Json.object()
                .put("latencyMillis", switches.latency().toMillis())
                .put("pending", switches.pending())
                .put("downMillis", switches.downFor().toMillis());
    }

    static void earlyRetries(ObjectNode json, Iterable<EarlyRetry> early) {
        ArrayNode list = json.putArray("earlyRetries");
        early.forEach(one -> list.addObject()
                .put("operation", one.operation())
                .put("path", one.path())
                .put("time", one.time().toString())
                .put("earlyMillis", one.early().toMillis())
                .put("sameRequest", one.sameRequest()));
    }

    private interface Setting {
        void of(JsonNode value);
    }

    private static void given(JsonNode body, String field, Setting setting) {
        if (body.has(field)) {
            setting.of(body.path(field));
        }
    }

    private static Duration millis(JsonNode value) {
        return Duration.ofMillis(value.asLong());
    }
}
