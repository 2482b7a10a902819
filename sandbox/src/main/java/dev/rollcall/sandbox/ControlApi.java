package dev.rollcall.sandbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** The sandbox's own API under {@code /sandbox}: what the Java API does, for the launcher and the page. */
final class ControlApi {
    private static final int USUAL_LIMIT = 100;
    private static final int LARGEST_LIMIT = 1000;

    private final ControlAnswers control;
    private final Tenants tenants;
    private final ZenWorld world;

    ControlApi(ControlAnswers control, Tenants tenants, ZenWorld world) {
        this.control = control;
        this.tenants = tenants;
        this.world = world;
    }

    void mount(Router router) {
        router.get("/sandbox/health")
                .handler(http -> control.answer(http, () -> Json.object().put("status", "UP")));
        router.get("/sandbox/overview").handler(http -> control.answer(http, this::overview));

        router.put("/sandbox/tenants/:tenant").handler(http -> control.answer(http, () -> putTenant(http)));
        router.get("/sandbox/tenants/:tenant/people").handler(http -> control.answer(http, () -> people(http)));
        router.post("/sandbox/tenants/:tenant/people")
                .handler(http -> control.answer(http, () -> {
                    Person added = control.tenant(http)
                            .add(ControlJson.changed(Person.of(null, null, null, null), ControlAnswers.body(http)));
                    return ControlJson.write(added, "live");
                }));
        router.patch("/sandbox/tenants/:tenant/people/:id")
                .handler(http -> control.answer(http, () -> {
                    Person changed = control.tenant(http)
                            .change(
                                    http.pathParam("id"),
                                    person -> ControlJson.changed(person, ControlAnswers.body(http)));
                    return ControlJson.write(changed, "live")
                            .put("changedAt", Instant.now().toString());
                }));
        router.post("/sandbox/tenants/:tenant/people/:id/:action")
                .handler(http -> control.answer(http, () -> act(http)));
        router.get("/sandbox/tenants/:tenant/delivery")
                .handler(http -> control.answer(
                        http, () -> ControlJson.write(control.tenant(http).delivery())));
        router.put("/sandbox/tenants/:tenant/delivery")
                .handler(http -> control.answer(http, () -> {
                    control.tenant(http)
                            .delivery(ControlJson.faults(control.tenant(http).delivery(), ControlAnswers.body(http)));
                    return ControlJson.write(control.tenant(http).delivery());
                }));
        router.get("/sandbox/tenants/:tenant/deliveries").handler(http -> control.answer(http, () -> deliveries(http)));

        router.put("/sandbox/accounts/:key").handler(http -> control.answer(http, () -> putAccount(http)));
        router.get("/sandbox/accounts/:key/users").handler(http -> control.answer(http, () -> users(http)));
        router.get("/sandbox/accounts/:key/writes").handler(http -> control.answer(http, () -> writes(http)));
        router.get("/sandbox/accounts/:key/report")
                .handler(http -> control.answer(http, () -> report(control.account(http))));
        router.post("/sandbox/accounts/:key/taken-elsewhere")
                .handler(http -> control.answer(http, () -> {
                    control.account(http).takenElsewhere(required(ControlAnswers.body(http), "email"));
                    return Json.object();
                }));
    }

    private ObjectNode overview() {
        ObjectNode all = Json.object();
        ArrayNode tenantList = all.putArray("tenants");
        tenants.all()
                .forEach(tenant -> tenantList
                        .addObject()
                        .put("tenantId", tenant.tenantId())
                        .put("openSubscriptions", tenant.openSubscriptions()));
        ArrayNode accountList = all.putArray("accounts");
        world.all()
                .forEach(account ->
                        accountList.addObject().put("apiKey", account.apiKey()).put("name", account.name()));
        return all;
    }

    private ObjectNode putTenant(RoutingContext http) {
        JsonNode body = ControlAnswers.body(http);
        EntraTenant tenant = tenants.existingOrNew(http.pathParam("tenant"));
        tenant.register(
                body.path("clientId").asText(tenant.clientId()),
                body.path("clientSecret").asText(tenant.clientSecret()));
        if (body.path("secretExpired").asBoolean()) {
            tenant.expireSecret();
        }
        if (body.path("permissions").isArray()) {
            tenant.roles(texts(body.path("permissions")));
        }
        int people = body.path("people").asInt(0);
        // Asked again (a restarted launcher), the people must not double.
        if (people > 0 && tenant.people().isEmpty()) {
            tenant.populate(people, body.path("seed").asLong(1));
        }
        return Json.object()
                .put("tenantId", tenant.tenantId())
                .put("clientId", tenant.clientId())
                .put("clientSecret", tenant.clientSecret())
                .put("people", tenant.people().size());
    }

    private ObjectNode people(RoutingContext http) {
        EntraTenant tenant = control.tenant(http);
        String q = http.request().getParam("q", "").toLowerCase(Locale.ROOT);
        // The deleted first: there are few, and who deleted one wants to see it.
        List<ObjectNode> found = Stream.concat(
                        tenant.deletedPeople().stream()
                                .filter(person -> ControlJson.fits(person, q))
                                .map(person -> ControlJson.write(person, "soft-deleted")),
                        tenant.people().stream()
                                .filter(person -> ControlJson.fits(person, q))
                                .map(person -> ControlJson.write(person, "live")))
                .toList();
        return page(http, found, Function.identity()).put("openSubscriptions", tenant.openSubscriptions());
    }

    private ObjectNode act(RoutingContext http) {
        EntraTenant tenant = control.tenant(http);
        String id = http.pathParam("id");
        switch (http.pathParam("action")) {
            case "disable" -> tenant.change(id, person -> person.withAccountEnabled(false));
            case "enable" -> tenant.change(id, person -> person.withAccountEnabled(true));
            case "soft-delete" -> tenant.softDelete(id);
            case "restore" -> tenant.restore(id);
            case "hard-delete" -> tenant.hardDelete(id);
            case "notify-again" -> tenant.notifyAgain(id);
            default ->
                throw new IllegalArgumentException(
                        "disable, enable, soft-delete, restore, hard-delete or notify-again");
        }
        return Json.object().put("id", id).put("done", http.pathParam("action"));
    }

    private ObjectNode deliveries(RoutingContext http) {
        List<Delivery> all = control.tenant(http).deliveries();
        int limit = number(http, "limit", USUAL_LIMIT);
        ObjectNode body = Json.object().put("total", all.size());
        ArrayNode list = body.putArray("data");
        // Newest first: that is what somebody watches.
        for (int i = all.size() - 1; i >= 0 && list.size() < limit; i--) {
            list.add(named(ControlJson.write(all.get(i)), all.get(i), control.tenant(http)));
        }
        return body;
    }

    /** With the names of the people, for who watches: ids mean little on a page. */
    private static ObjectNode named(ObjectNode json, Delivery delivery, EntraTenant tenant) {
        ArrayNode names = json.putArray("names");
        for (String resource : delivery.resources()) {
            String id = resource.substring(resource.indexOf('/') + 1);
            names.add(Stream.of(Directory.State.values())
                    .flatMap(state -> tenant.directory().find(id, state).stream())
                    .map(Person::displayName)
                    .findFirst()
                    .orElse(id));
        }
        return json;
    }

    private ObjectNode putAccount(RoutingContext http) {
        JsonNode body = ControlAnswers.body(http);
        ZenQmsAccount account = world.existingOrNew(http.pathParam("key"));
        if (body.has("existingFrom") && account.users().isEmpty()) {
            EntraTenant from = tenants.find(required(body, "existingFrom"))
                    .orElseThrow(() -> new IllegalArgumentException("no such tenant"));
            account.seedExisting(from, body.path("existing").asInt(0));
        }
        if (body.has("externalIdFilterIgnored")) {
            account.externalIdFilterIgnored(body.path("externalIdFilterIgnored").asBoolean());
        }
        if (body.has("activated")) {
            account.activated(body.path("activated").asBoolean());
        }
        if (body.has("writable")) {
            account.writable(body.path("writable").asBoolean());
        }
        if (body.path("forbidden").isArray()) {
            account.forbidden(Set.copyOf(texts(body.path("forbidden"))));
        }
        if (body.has("dialect")) {
            account.dialect(dialect(body.path("dialect")));
        }
        return Json.object()
                .put("account", account.name())
                .put("users", account.users().size());
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(one -> texts.add(one.asText()));
        return texts;
    }

    /** What is not said is as assumed. */
    private static ZenDialect dialect(JsonNode asked) {
        ZenDialect assumed = ZenDialect.ASSUMED;
        return new ZenDialect(
                asked.path("authHeader").asText(assumed.authHeader()),
                asked.path("authPrefix").asText(assumed.authPrefix()),
                asked.path("camelCase").asBoolean(assumed.camelCase()),
                asked.path("listKey").asText(assumed.listKey()));
    }

    private ObjectNode users(RoutingContext http) {
        ZenQmsAccount account = control.account(http);
        String externalId = http.request().getParam("external_id");
        String q = http.request().getParam("q", "").toLowerCase(Locale.ROOT);
        List<ZenUser> found = account.users().stream()
                .filter(user -> externalId == null || externalId.equals(user.externalId()))
                .filter(user -> ControlJson.fits(user, q))
                .toList();
        return page(http, found, ZenJson::write);
    }

    /** In the order they came, with what was written: for who measures how long a change takes. */
    private ObjectNode writes(RoutingContext http) {
        List<RecordedCall> writes = control.account(http).calls().stream()
                .filter(call -> !call.operation().contains("/search"))
                .toList();
        return page(http, writes, call -> {
            ObjectNode json = Json.object()
                    .put("operation", call.operation())
                    .put("status", call.status())
                    .put("time", call.time().toString());
            json.set("body", Json.read(call.body()));
            return json;
        });
    }

    private static ObjectNode report(ZenQmsAccount account) {
        List<RecordedCall> calls = account.calls();
        ObjectNode report = Json.object().put("users", account.users().size()).put("calls", calls.size());
        counts(report.putObject("byOperation"), calls, RecordedCall::operation);
        counts(report.putObject("byStatus"), calls, call -> Integer.toString(call.status()));
        ArrayNode mails = report.putArray("mailsCaused");
        account.mailsCaused().forEach(mails::add);
        ArrayNode idle = report.putArray("writesWithoutDifference");
        account.writesWithoutDifference()
                .forEach(call -> idle.addObject()
                        .put("operation", call.operation())
                        .put("path", call.path())
                        .put("status", call.status())
                        .put("time", call.time().toString()));
        ArrayNode unanswered = report.putArray("unanswered");
        calls.stream()
                .filter(call -> call.status() == 0)
                .forEach(call -> unanswered
                        .addObject()
                        .put("operation", call.operation())
                        .put("path", call.path())
                        .put("externalId", Json.text(Json.read(call.body()), "external_id"))
                        .put("time", call.time().toString()));
        FaultsApi.earlyRetries(report, account.earlyRetries());
        return report;
    }

    private static void counts(ObjectNode json, List<RecordedCall> calls, Function<RecordedCall, String> by) {
        var counts = new TreeMap<String, Integer>();
        calls.forEach(call -> counts.merge(by.apply(call), 1, Integer::sum));
        counts.forEach(json::put);
    }

    private static <T> ObjectNode page(RoutingContext http, List<T> found, Function<T, ObjectNode> write) {
        int offset = number(http, "offset", 0);
        int limit = Math.min(number(http, "limit", USUAL_LIMIT), LARGEST_LIMIT);
        ObjectNode body = Json.object().put("total", found.size()).put("offset", offset);
        ArrayNode data = body.putArray("data");
        found.stream().skip(offset).limit(limit).forEach(one -> data.add(write.apply(one)));
        return body;
    }

    private static String required(JsonNode body, String field) {
        return Optional.ofNullable(Json.text(body, field))
                .orElseThrow(() -> new IllegalArgumentException("the field " + field + " is required"));
    }

    private static int number(RoutingContext http, String name, int otherwise) {
        return Integer.parseInt(http.request().getParam(name, Integer.toString(otherwise)));
    }
}
