package dev.rollcall.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** What a vendor's endpoint says; {@code body} is null where there is none. */
record Answer(int status, Map<String, String> headers, JsonNode body) {

    static Answer ok(JsonNode body) {
        return of(200, body);
    }

    static Answer of(int status, JsonNode body) {
        return new Answer(status, Map.of(), body);
    }

    static Answer empty(int status) {
        return new Answer(status, Map.of(), null);
    }

    Answer with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, body);
    }

    void send(HttpServerResponse response) {
        // The caller may have given up meanwhile; writing then would only raise noise.
        if (response.ended() || response.closed()) {
            return;
        }
        if (body == null) {
            head(response).end();
        } else {
            response.end(begin(response));
        }
    }

    /** Sets the head and gives the bytes of the body, which is there. */
    Buffer begin(HttpServerResponse response) {
        head(response).putHeader("Content-Type", "application/json; charset=utf-8");
        return Buffer.buffer(Json.write(body));
    }

    private HttpServerResponse head(HttpServerResponse response) {
        headers.forEach(response.setStatusCode(status)::putHeader);
        return response;
    }
}
