package dev.rollcall.sandbox;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.handler.codec.http.QueryStringDecoder;

/**
 * A Graph call, whether it came alone or inside a batch.
 *
 * @param segments the decoded path after {@code /v1.0}
 * @param query the decoded options, {@code $} and all
 * @param priority what {@code x-ms-throttle-priority} says, "" if nothing
 * @param root the address up to and with {@code /v1.0}, for absolute links
 */
record GraphRequest(
        String method,
        List<String> segments,
        Map<String, String> query,
        String prefer,
        String priority,
        JsonNode body,
        String root,
        EntraTokens.Access access) {

    static GraphRequest of(
            String method,
            String relativeUri,
            String prefer,
            String priority,
            JsonNode body,
            String root,
            EntraTokens.Access access) {
        var uri = new QueryStringDecoder(relativeUri);
        List<String> segments =
                Stream.of(uri.path().split("/")).filter(part -> !part.isEmpty()).toList();
        Map<String, String> query = new LinkedHashMap<>();
        uri.parameters().forEach((name, values) -> query.put(name, values.get(0)));
        return new GraphRequest(
                method,
                segments,
                query,
                prefer == null ? "" : prefer,
                priority == null ? "" : priority,
                body,
                root,
                access);
    }

    Optional<String> option(String name) {
        return Optional.ofNullable(query.get(name));
    }

    boolean may(String role) {
        return access.roles().contains(role);
    }

    /** The kind of call, without ids: what call logs and reports count by. */
    String operation() {
        StringBuilder kind = new StringBuilder(method);
        kind.append(' ');
        for (String segment : segments) {
            kind.append('/').append(looksLikeId(segment) ? "{id}" : segment);
        }
        return kind.toString();
    }

    private static boolean looksLikeId(String segment) {
        return segment.length() > 20 && segment.indexOf('-') > 0 || segment.indexOf('@') >= 0;
    }
}
