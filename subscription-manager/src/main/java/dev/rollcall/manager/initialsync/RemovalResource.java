package dev.rollcall.manager.initialsync;

import java.net.URI;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

import dev.rollcall.manager.web.ApiDescription;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Removes integrations. */
@Path("/api/v1/integrations/{id}")
@RunOnVirtualThread
@Tag(name = ApiDescription.INTEGRATIONS)
class RemovalResource {

    private final RemovalDesk desk;

    RemovalResource(RemovalDesk desk) {
        this.desk = desk;
    }

    /** The run that clears its links. */
    record Removing(String runId) {}

    @DELETE
    @Operation(
            summary = "Remove an integration: its subscriptions end, and the external ids it set are cleared",
            description =
                    "A draft is deleted at once (204). Of any other a run begins, and its state is REMOVING until that"
                            + " has ended; ZenQMS's users are not changed otherwise. Asked for again, it tells the same run.")
    @APIResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = Removing.class)))
    @APIResponse(responseCode = "204", description = "It was a draft")
    public Response remove(String id) {
        return desk.remove(id)
                .map(run -> Response.accepted(new Removing(run.value()))
                        .location(URI.create("/api/v1/runs/" + run))
                        .build())
                .orElseGet(() -> Response.noContent().build());
    }
}
