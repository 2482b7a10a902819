package dev.rollcall.manager.diagnosis;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import dev.rollcall.manager.web.ApiDescription;
import dev.rollcall.model.IntegrationId;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tests what is on record: what is wrong, and what to do about it. */
@Path("/api/v1/integrations/{id}/connection-test")
@RunOnVirtualThread
@Tag(name = ApiDescription.CONNECTION_TESTS)
class ConnectionTestResource {

    static final String ANSWER = "What was seen and what to do, check by check; also where checks failed. It takes up"
            + " to a minute. Nobody is created or changed, and nothing but ids and shapes is shown of anybody.";

    private final ConnectionTests tests;

    ConnectionTestResource(ConnectionTests tests) {
        this.tests = tests;
    }

    @POST
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
}
