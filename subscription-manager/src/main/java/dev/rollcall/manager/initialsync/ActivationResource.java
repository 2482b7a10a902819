package dev.rollcall.manager.initialsync;

import java.net.URI;
import java.util.List;
import java.util.Locale;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

import dev.rollcall.manager.web.ApiDescription;
import dev.rollcall.manager.web.FieldProblem;
import dev.rollcall.manager.web.ProblemException;
import dev.rollcall.model.RunId;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Activation and runs: begun here, followed in the run log. */
@Path("/api/v1/integrations/{id}")
@RunOnVirtualThread
@Tag(name = ApiDescription.RUNS)
class ActivationResource {

    private final RunDesk desk;

    ActivationResource(RunDesk desk) {
        this.desk = desk;
    }

    record Begun(String runId) {}

    /** @param mode {@code apply} or {@code plan} */
    record NewRun(String mode) {}

    @POST
    @Path("/activate")
    @Operation(summary = "Activate: prove the credentials, subscribe, synchronise everybody")
    @APIResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = Begun.class)))
    public Response activate(String id) {
        return accepted(desk.activate(id));
    }

    @POST
    @Path("/runs")
    @Operation(summary = "Synchronise everybody again (apply), or see what that would do (plan)")
    @APIResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = Begun.class)))
    public Response begin(String id, NewRun run) {
        var mode = run == null || run.mode() == null ? "" : run.mode().toLowerCase(Locale.ROOT);
        return switch (mode) {
            case "apply" -> accepted(desk.begin(id, false));
            case "plan" -> accepted(desk.begin(id, true));
            default -> throw ProblemException.invalid(List.of(new FieldProblem("mode", "Use \"apply\" or \"plan\".")));
        };
    }

    private static Response accepted(RunId run) {
        return Response.accepted(new Begun(run.value()))
                .location(URI.create("/api/v1/runs/" + run))
                .build();
    }
}
