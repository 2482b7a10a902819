package dev.rollcall.manager.integration;

import java.net.URI;
import java.util.List;

import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import dev.rollcall.manager.web.ApiDescription;
import dev.rollcall.manager.web.FieldProblem;
import dev.rollcall.manager.web.ProblemException;

import io.quarkus.panache.common.Sort;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Integrations: create, read, change, pause, resume. */
@Path("/api/v1/integrations")
@RunOnVirtualThread
@Tag(name = ApiDescription.INTEGRATIONS)
class IntegrationsResource {

    private final IntegrationDesk desk;
    private final Integrations integrations;
    private final IntegrationViews views;

    IntegrationsResource(IntegrationDesk desk, Integrations integrations, IntegrationViews views) {
        this.desk = desk;
        this.integrations = integrations;
        this.views = views;
    }

    @POST
    @Operation(summary = "Create an integration as a draft; activate it afterwards")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = IntegrationView.class)))
    @APIResponse(responseCode = "400", description = "Everything that is wrong, each with its field")
    public Response create(IntegrationRequest request) {
        var created = desk.create(body(request));
        return Response.created(URI.create("/api/v1/integrations/" + created.id))
                .entity(views.of(created))
                .build();
    }

    @GET
    @Transactional
    @Operation(summary = "All integrations")
    public List<IntegrationView> list() {
        return integrations.listAll(Sort.by("createdAt").and("id")).stream()
                .map(views::of)
                .toList();
    }

    @GET
    @Path("/{id}")
    @Transactional
    @Operation(summary = "One integration: state, connections without their secrets, subscriptions, last run")
    public IntegrationView get(String id) {
        return views.of(integrations.require(id));
    }

    @PATCH
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Change name, connections or settings, also while it is active; what is left out stays")
    public IntegrationView change(String id, IntegrationRequest patch) {
        return views.of(desk.change(id, body(patch)));
    }

    @POST
    @Path("/{id}/pause")
    @Operation(summary = "Pause: announced changes are kept, nobody is read or written")
    public IntegrationView pause(String id) {
        return views.of(desk.pause(id));
    }

    @POST
    @Path("/{id}/resume")
    @Operation(summary = "Resume a paused integration; then what changed meanwhile is looked for, see sweep.caughtUp")
    public IntegrationView resume(String id) {
        return views.of(desk.resume(id));
    }

    private static IntegrationRequest body(IntegrationRequest request) {
        if (request == null) {
            throw ProblemException.invalid(List.of(new FieldProblem("", "Send a JSON object as the body.")));
        }
        return request;
    }
}
