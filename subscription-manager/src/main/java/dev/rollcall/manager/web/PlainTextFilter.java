package dev.rollcall.manager.web;

import java.util.List;
import java.util.Optional;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;

import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** No id holds control characters, and the database would choke on some: such an address leads nowhere. */
final class PlainTextFilter {

    @ServerRequestFilter
    Optional<Response> check(ContainerRequestContext request) {
        var uri = request.getUriInfo();
        if (uri.getPathParameters().values().stream().anyMatch(PlainTextFilter::hasControls)) {
            return refuse(new Problem(
                    "Not found", 404, "There is nothing with such an id: it holds control characters.", null));
        }
        return uri.getQueryParameters().entrySet().stream()
                .filter(e -> hasControls(e.getValue()))
                .findFirst()
                .flatMap(e -> {
                    var sentence = "This holds control characters: leave them out.";
                    var field = hasControls(List.of(e.getKey())) ? "" : e.getKey();
                    return refuse(new Problem(
                            "Check the request", 400, sentence, List.of(new FieldProblem(field, sentence))));
                });
    }

    private static boolean hasControls(List<String> values) {
        return values.stream().anyMatch(v -> v.chars().anyMatch(Character::isISOControl));
    }

    private static Optional<Response> refuse(Problem problem) {
        return Optional.of(Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem)
                .build());
    }
}
