package dev.rollcall.manager.subscription;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

import dev.rollcall.manager.web.ApiDescription;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Replaces the secret that comes back with each notification. */
@Path("/api/v1/integrations/{id}/rotate-client-state")
@RunOnVirtualThread
@Tag(name = ApiDescription.INTEGRATIONS)
class RotationResource {

    private final ClientStateRotation rotation;

    RotationResource(ClientStateRotation rotation) {
        this.rotation = rotation;
    }

    /** @param clientStateRotation how far it is, in a sentence; the integration shows it until it is done */
    record Rotating(String clientStateRotation) {}

    @POST
    @Operation(summary = "Replace the client state of the subscriptions; no notification is refused meanwhile")
    @APIResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = Rotating.class)))
    @APIResponse(responseCode = "409", description = "It was never activated, or this is under way already")
    public Response rotate(String id) {
        return Response.accepted(new Rotating(rotation.begin(id).sentence())).build();
    }
}
