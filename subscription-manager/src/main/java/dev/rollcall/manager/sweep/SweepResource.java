package dev.rollcall.manager.sweep;

import jakarta.transaction.Transactional;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

import dev.rollcall.manager.integration.CatchUpCause;
import dev.rollcall.manager.integration.CatchUps;
import dev.rollcall.manager.integration.Integrations;
import dev.rollcall.manager.web.ApiDescription;
import dev.rollcall.manager.web.ProblemException;
import dev.rollcall.model.IntegrationState;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Sweeps at an administrator's word. */
@Path("/api/v1/integrations/{id}/sweep")
@RunOnVirtualThread
@Tag(name = ApiDescription.INTEGRATIONS)
class SweepResource {

    private final Integrations integrations;
    private final CatchUps catchUps;

    SweepResource(Integrations integrations, CatchUps catchUps) {
        this.integrations = integrations;
        this.catchUps = catchUps;
    }

    /** @param sweep what happens now, in one sentence */
    record Sweeping(String sweep) {}

    @POST
    @Transactional
    @Operation(
            summary =
                    "Look for changes that no notification announced, now; the integration's sweep says what was found")
    @APIResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = Sweeping.class)))
    @APIResponse(responseCode = "409", description = "It is not active")
    public Response sweep(String id) {
        var integration = integrations.require(id);
        if (integration.state != IntegrationState.ACTIVE) {
            throw ProblemException.conflict("This integration is " + integration.state
                    + ": the change feed is read of active ones only, and after a pause by itself.");
        }
        catchUps.want(integration.integrationId(), CatchUpCause.REQUEST);
        return Response.accepted(new Sweeping("The change feed is read as soon as no other sweep is under way."))
                .build();
    }
}
