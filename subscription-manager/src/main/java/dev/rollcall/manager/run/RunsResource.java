package dev.rollcall.manager.run;

import java.util.Locale;

import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;

import dev.rollcall.manager.web.ProblemException;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** A run and its people. */
@Path("/api/v1/runs/{runId}")
@RunOnVirtualThread
class RunsResource {

    private final RunLog log;

    RunsResource(RunLog log) {
        this.log = log;
    }

    @GET
    @Transactional
    @Operation(summary = "A run: how it stands, and its people per outcome")
    public Run run(String runId) {
        return log.find(runId).orElseThrow(() -> ProblemException.notFound("run", runId));
    }

    @GET
    @Path("/entries")
    @Transactional
    @Operation(summary = "The people of a run, by subject; kind=PENDING for those whose outcome is not known yet")
    public Page<RunLog.Entry> entries(
            String runId,
            @QueryParam("kind") String kind,
            @QueryParam("reason") String reason,
            @QueryParam("subject") String subject,
            @QueryParam("after") String after,
            @Parameter(schema = @Schema(type = SchemaType.INTEGER)) @QueryParam("limit") String limit) {
        run(runId);
        var size = Page.limit(limit);
        var upper = kind == null ? null : kind.toUpperCase(Locale.ROOT);
        var items = log.entries(runId, new RunLog.EntryQuery(upper, reason, subject, after, size));
        return new Page<>(items, items.size() < size ? null : items.getLast().subjectId());
    }
}
