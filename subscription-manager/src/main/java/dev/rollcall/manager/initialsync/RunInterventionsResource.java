package dev.rollcall.manager.initialsync;

import java.net.URI;
import java.util.List;

import jakarta.transaction.Transactional;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;

import dev.rollcall.manager.initialsync.ActivationResource.Begun;
import dev.rollcall.manager.run.Run;
import dev.rollcall.manager.run.RunLog;
import dev.rollcall.manager.web.ApiDescription;
import dev.rollcall.manager.web.FieldProblem;
import dev.rollcall.manager.web.ProblemException;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A run is ended, or its failures are tried again. */
@Path("/api/v1/runs/{runId}")
@RunOnVirtualThread
@Tag(name = ApiDescription.RUNS)
class RunInterventionsResource {

    private static final int LONGEST_REASON = 500;

    private final RunInterventions interventions;
    private final RunLog log;

    RunInterventionsResource(RunInterventions interventions, RunLog log) {
        this.interventions = interventions;
        this.log = log;
    }

    @POST
    @Path("/cancel")
    @Transactional
    @Operation(
            summary = "Cancel a run that is under way",
            description = "Who is being worked on is finished. Cancelling it again changes nothing.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Run.class)))
    @APIResponse(responseCode = "409", description = "It has ended, or it is the run Live")
    public Run cancel(
            String runId,
            @QueryParam("reason") @Parameter(description = "one line for whoever reads the run later") String reason) {
        interventions.cancel(runId, line(reason));
        return log.find(runId).orElseThrow(() -> ProblemException.notFound("run", runId));
    }

    @POST
    @Path("/retry-failed")
    @Operation(
            summary = "Try again the people whom this run failed on",
            description = "And those whose outcome never came, where it was cancelled or its walk failed.")
    @APIResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = Begun.class)))
    @APIResponse(responseCode = "409", description = "There is nobody to try again, or a run is under way")
    public Response retryFailed(String runId) {
        var run = interventions.retryFailed(runId);
        return Response.accepted(new Begun(run.value()))
                .location(URI.create("/api/v1/runs/" + run))
                .build();
    }

    private static String line(String reason) {
        if (reason == null || reason.isBlank()) {
            return null;
        }
        if (reason.strip().length() > LONGEST_REASON) {
            throw ProblemException.invalid(List.of(new FieldProblem(
                    "reason", "Use one line of at most " + LONGEST_REASON + " characters, or leave it out.")));
        }
        return reason.strip();
    }
}
