package dev.rollcall.sandbox;

import java.net.URI;
import java.util.concurrent.CompletionException;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.ext.web.handler.BodyHandler;

/**
 * Entra, Microsoft Graph and ZenQMS on one port, in memory. Any number of tenants and accounts live in one sandbox and see
 * nothing of each other, but that an e-mail address is unique over all ZenQMS accounts.
 *
 * <p>Entra is at {@code /{tenant}/oauth2/v2.0/token}, Graph at {@code /v1.0}, ZenQMS at {@code /v2}, the sandbox's own API and
 * page at {@code /sandbox/}.
 */
public final class Sandbox implements AutoCloseable {
    private static final int LARGEST_BODY = 4 << 20;

    private final Vertx vertx;
    private final HttpServer server;
    private final String host;
    private final Tenants tenants;
    private final ZenWorld world;

    private Sandbox(Vertx vertx, HttpServer server, String host, Tenants tenants, ZenWorld world) {
        this.vertx = vertx;
        this.server = server;
        this.host = host;
        this.tenants = tenants;
        this.world = world;
    }

    /** On a free port of the loopback address. */
    public static Sandbox start() {
        return start(SandboxOptions.defaults());
    }

    /** @throws IllegalStateException if the port cannot be had */
    public static Sandbox start(SandboxOptions options) {
        Vertx vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(8).setInternalBlockingPoolSize(2));
        try {
            Context loop = vertx.getOrCreateContext();
            WebClient http = WebClient.create(
                    vertx,
                    new WebClientOptions()
                            .setFollowRedirects(false)
                            .setMaxPoolSize(64)
                            .setConnectTimeout(2_000)
                            .setUserAgentEnabled(false));
            var tenants = new Tenants(
                    options.clock(),
                    new NotificationLine(vertx, loop, http, options),
                    (wait, then) -> vertx.setTimer(Math.max(1, wait.toMillis()), timer -> then.run()));
            var world = new ZenWorld(options.clock());
            Router router = router(vertx, http, options, tenants, world);
            HttpServer server = vertx.createHttpServer(new HttpServerOptions().setMaxInitialLineLength(16_384))
                    .requestHandler(router)
                    .listen(SocketAddress.inetSocketAddress(options.port(), options.host()))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            return new Sandbox(vertx, server, options.host(), tenants, world);
        } catch (CompletionException e) {
            vertx.close();
            throw new IllegalStateException("the sandbox cannot listen on " + options.host() + ":" + options.port(), e);
        }
    }

    private static Router router(Vertx vertx, WebClient http, SandboxOptions options, Tenants tenants, ZenWorld world) {
        var tokens = new EntraTokens(options.clock());
        var turnstile = new Turnstile(vertx);
        var meter = new GraphMeter(new GraphReads(new GraphDelta(options.clock())));
        var graph = new GraphApi(
                tenants,
                tokens,
                meter,
                new GraphBatch(meter, options.seed()),
                new GraphSubscriptions(options.clock(), new Handshake(http, options.handshakeTimeout())),
                turnstile);
        var entra = new EntraTokenEndpoint(tenants, tokens, options.clock(), turnstile);

        Router router = Router.router(vertx);
        router.route().handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY));
        router.post("/:tenant/oauth2/v2.0/token").handler(entra::handle);
        router.route("/v1.0/*").handler(graph::handle);
        new ZenApi(world, turnstile).mount(router);
        var control = new ControlAnswers(vertx, tenants, world);
        new ControlApi(control, tenants, world).mount(router);
        new FaultsApi(control).mount(router);
        new ControlPage().mount(router);
        return router;
    }

    /** Where it listens: {@code http://127.0.0.1:port}. */
    public URI uri() {
        // What is bound to everything is reached on loopback from here.
        String reachable = host.equals("0.0.0.0") ? "127.0.0.1" : host;
        return URI.create("http://" + reachable + ":" + server.actualPort());
    }

    /** The tenant, created on the spot if it is new, with a client id and secret of its own. */
    public EntraTenant tenant(String tenantId) {
        return tenants.existingOrNew(tenantId);
    }

    /** The account the key opens, created on the spot if it is new. */
    public ZenQmsAccount account(String apiKey) {
        return world.existingOrNew(apiKey);
    }

    /** Stops listening and forgets everything; waits until the port is free. */
    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
