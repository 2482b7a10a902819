package dev.rollcall.usersync.reconcile;

import java.io.IOException;
import java.net.Authenticator;
import java.net.ConnectException;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** A real client on the real wire; before a call and after it a process may meet its fate. */
final class FatefulHttp extends HttpClient {

    private final HttpClient client;
    private final SimulatedProcess process;
    private final SimulatedApis apis;

    FatefulHttp(HttpClient client, SimulatedProcess process, SimulatedApis apis) {
        this.client = client;
        this.process = process;
        this.apis = apis;
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        process.betweenSteps();
        var fate = process.fateOfCall();
        process.tell(() ->
                request.method() + " " + request.uri().getPath() + (fate == Fate.OfCall.ANSWERED ? "" : " " + fate));
        return switch (fate) {
            case ANSWERED -> answered(request, handler);
            case UNSENT -> CompletableFuture.failedFuture(new ConnectException("not sent"));
            case UNANSWERED -> {
                client.sendAsync(request, handler).join();
                process.mayCrash();
                yield CompletableFuture.failedFuture(new IOException("connection reset"));
            }
            case LATE -> {
                apis.late(request, () -> client.sendAsync(request, handler).join());
                process.waited(request.timeout().orElse(Duration.ofSeconds(15)));
                yield CompletableFuture.failedFuture(new HttpTimeoutException("no answer"));
            }
            case TROUBLE -> {
                apis.failNext(request, 503, null);
                yield answered(request, handler);
            }
            case THROTTLED -> {
                apis.failNext(request, 429, "2.5");
                yield answered(request, handler);
            }
        };
    }

    private <T> CompletableFuture<HttpResponse<T>> answered(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        var response = client.sendAsync(request, handler).join();
        process.betweenSteps();
        return CompletableFuture.completedFuture(response);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, HttpResponse.BodyHandler<T> handler, HttpResponse.PushPromiseHandler<T> push) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return client.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return client.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return client.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return client.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return client.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return client.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return client.authenticator();
    }

    @Override
    public Version version() {
        return client.version();
    }

    @Override
    public Optional<Executor> executor() {
        return client.executor();
    }
}
