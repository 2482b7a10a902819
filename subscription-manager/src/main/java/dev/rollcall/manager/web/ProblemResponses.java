package dev.rollcall.manager.web;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns what went wrong into problem+json, in one place. */
final class ProblemResponses {

    private static final Logger LOG = Logger.getLogger(ProblemResponses.class);

    @ServerExceptionMapper
    Response of(ProblemException e) {
        return response(e.problem());
    }

    @ServerExceptionMapper(priority = 1)
    Response of(UnrecognizedPropertyException e) {
        return response(fields(
                path(e), "There is no such field; there are " + String.join(", ", known(e)) + ". Check its spelling."));
    }

    @ServerExceptionMapper(priority = 1)
    Response of(MismatchedInputException e) {
        return response(fields(path(e), "This value has the wrong type."));
    }

    /** The parser's own message quotes the body, which holds secrets: it is not passed on. */
    @ServerExceptionMapper(priority = 1)
    Response of(JsonProcessingException e) {
        var where = e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
        return response(new Problem("Check the request", 400, "The body is not JSON" + where + ".", null));
    }

    @ServerExceptionMapper
    Response of(WebApplicationException e) {
        if (e.getCause() instanceof UnrecognizedPropertyException unknown) {
            return of(unknown);
        }
        if (e.getCause() instanceof MismatchedInputException mismatched) {
            return of(mismatched);
        }
        if (e.getCause() instanceof JsonProcessingException unreadable) {
            return of(unreadable);
        }
        var status = e.getResponse().getStatus();
        var detail = status == 404
                ? "There is nothing at this address: see the API description at /q/openapi on the management port."
                : "The request was refused with status " + status + ": see the API description at /q/openapi.";
        return response(new Problem(e.getResponse().getStatusInfo().getReasonPhrase(), status, detail, null));
    }

    @ServerExceptionMapper
    Response of(RuntimeException e) {
        var errorId = UUID.randomUUID().toString();
        LOG.errorf(e, "A request failed: errorId=%s", errorId);
        return response(new Problem(
                "Something went wrong",
                500,
                "The manager could not do this now. Try again; if it stays so, its log says why under this error id.",
                null,
                errorId));
    }

    private static Problem fields(String field, String message) {
        return new Problem("Check the request", 400, message, List.of(new FieldProblem(field, message)));
    }

    private static List<String> known(UnrecognizedPropertyException e) {
        return e.getKnownPropertyIds() == null
                ? List.of("none")
                : e.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList();
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : r.getFieldName())
                .collect(Collectors.joining("."));
    }

    private static Response response(Problem problem) {
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem)
                .build();
    }
}
