package dev.rollcall.manager.diagnosis;

import java.util.List;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import dev.rollcall.manager.integration.IntegrationRequest;
import dev.rollcall.manager.web.FieldProblem;
import dev.rollcall.manager.web.ProblemException;
import dev.rollcall.model.IntegrationId;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Connection tests: what is wrong, and what to do about it. */
@Path("/api/v1")
@RunOnVirtualThread
class ConnectionTestResource {

    private static final String ANSWER =
            "What was seen and what to do, check by check; also where checks failed. It takes up"
                    + " to a minute. Nobody is created or changed, and nothing but ids and shapes is read of people.";

    private final ConnectionTests tests;

    ConnectionTestResource(ConnectionTests tests) {
        this.tests = tests;
    }

    @POST
    @Path("/integrations/{id}/connection-test")
    @Operation(
            summary = "Test an integration's connections and its notification address",
            description =
                    "Uses the credentials on record. For a draft, a subscription is made for a moment so that Microsoft"
                            + " calls the notification address; of one that was active, its subscriptions are looked at.")
    @APIResponse(
            responseCode = "200",
            description = ANSWER,
            content = @Content(schema = @Schema(implementation = ConnectionTestView.class)))
    @APIResponse(responseCode = "404", description = "There is no such integration")
    public ConnectionTestView saved(String id) {
        return ConnectionTestView.of(tests.saved(new IntegrationId(id)));
    }

    @POST
    @Path("/connection-tests")
    @Operation(
            summary = "Test connections before they are saved",
            description =
                    "The body is that of an integration, of which only directory and zenqms are looked at; one of them"
                            + " may be left out. The secrets are used for this test and kept nowhere.")
    @APIResponse(
            responseCode = "200",
            description = ANSWER,
            content = @Content(schema = @Schema(implementation = ConnectionTestView.class)))
    @APIResponse(responseCode = "400", description = "Everything that is wrong with the request, each with its field")
    public ConnectionTestView given(IntegrationRequest request) {
        if (request == null) {
            throw ProblemException.invalid(List.of(new FieldProblem("", "Send a JSON object as the body.")));
        }
        return ConnectionTestView.of(tests.given(request));
    }
}
