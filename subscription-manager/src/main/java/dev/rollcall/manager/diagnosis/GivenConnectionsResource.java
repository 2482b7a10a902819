package dev.rollcall.manager.diagnosis;

import java.util.List;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import dev.rollcall.manager.integration.IntegrationRequest;
import dev.rollcall.manager.web.ApiDescription;
import dev.rollcall.manager.web.FieldProblem;
import dev.rollcall.manager.web.ProblemException;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tests what is not saved yet. */
@Path("/api/v1/connection-tests")
@RunOnVirtualThread
@Tag(name = ApiDescription.CONNECTION_TESTS)
class GivenConnectionsResource {

    private final ConnectionTests tests;

    GivenConnectionsResource(ConnectionTests tests) {
        this.tests = tests;
    }

    @POST
    @Operation(
            summary = "Test connections before they are saved",
            description =
                    "The body is that of an integration, of which only directory and zenqms are looked at; one of them"
                            + " may be left out. The secrets are used for this test and kept nowhere.")
    @APIResponse(
            responseCode = "200",
            description = ConnectionTestResource.ANSWER,
            content = @Content(schema = @Schema(implementation = ConnectionTestView.class)))
    @APIResponse(responseCode = "400", description = "Everything that is wrong with the request, each with its field")
    public ConnectionTestView given(IntegrationRequest request) {
        if (request == null) {
            throw ProblemException.invalid(List.of(new FieldProblem("", "Send a JSON object as the body.")));
        }
        return ConnectionTestView.of(tests.given(request));
    }
}
