package dev.rollcall.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;

/** The page at {@code /sandbox/} and its two files. */
final class ControlPage {
    void mount(Router router) {
        router.get("/").handler(http -> http.redirect("/sandbox/"));
        router.getWithRegex("/sandbox$").handler(http -> http.redirect("/sandbox/"));
        // Browsers ask for it unasked; without an answer their consoles show an error.
        router.get("/favicon.ico")
                .handler(http -> http.response().setStatusCode(204).end());
        serve(router, "/sandbox/", "index.html", "text/html; charset=utf-8");
        serve(router, "/sandbox/sandbox.css", "sandbox.css", "text/css; charset=utf-8");
        serve(router, "/sandbox/sandbox.js", "sandbox.js", "text/javascript; charset=utf-8");
    }

    private static void serve(Router router, String path, String file, String type) {
        Buffer content = read(file);
        router.get(path)
                .handler(http -> http.response()
                        .putHeader("Content-Type", type)
                        .putHeader("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'")
                        .putHeader("X-Content-Type-Options", "nosniff")
                        .putHeader("Cache-Control", "no-cache")
                        .end(content));
    }

    private static Buffer read(String file) {
        try (InputStream in = ControlPage.class.getResourceAsStream("page/" + file)) {
            return Buffer.buffer(Objects.requireNonNull(in, file).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
