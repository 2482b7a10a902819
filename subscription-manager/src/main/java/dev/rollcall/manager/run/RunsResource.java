package dev.rollcall.manager.run;

import java.util.List;

import jakarta.transaction.Transactional;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;

import dev.rollcall.manager.web.ApiDescription;
import dev.rollcall.manager.web.FieldProblem;
import dev.rollcall.manager.web.ProblemException;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A run and its entries. */
@Path("/api/v1/runs/{runId}")
@RunOnVirtualThread
@Tag(name = ApiDescription.RUNS)
class RunsResource {

    private static final String CSV = "text/csv;charset=UTF-8";

    private final RunLog log;
    private final EntryLog entries;
    private final EntryExport export;

    RunsResource(RunLog log, EntryLog entries, EntryExport export) {
        this.log = log;
        this.entries = entries;
        this.export = export;
    }

    @GET
    @Transactional
    @Operation(summary = "A run: how it stands, its progress, and its entries per outcome")
    public Run run(String runId) {
        return log.find(runId).orElseThrow(() -> ProblemException.notFound("run", runId));
    }

    @GET
    @Path("/entries")
    @Transactional
    @Operation(
            summary = "The entries of a run: people by their id; in the run Live what arrived, newest first",
            description =
                    "Filters narrow each other; with since or until, people are in the order of their outcomes. Give"
                            + " next of one page as after of the following one, with the same filters.")
    public Page<Entry> entries(
            String runId,
            @BeanParam EntryFilter.Asked filter,
            @QueryParam("after") String after,
            @Parameter(schema = @Schema(type = SchemaType.INTEGER)) @QueryParam("limit") String limit) {
        var run = head(runId);
        return entries.page(
                run, filter(run, filter), after == null || after.isEmpty() ? null : after, Page.limit(limit));
    }

    @GET
    @Path("/entries.csv")
    @Produces({CSV, MediaType.APPLICATION_JSON})
    @Operation(summary = "All entries as a table, with the same filters; holds personal data")
    @APIResponse(
            responseCode = "200",
            description =
                    "UTF-8 with a header row; what a spreadsheet would take for a formula begins with an apostrophe",
            content = @Content(mediaType = "text/csv"))
    public Response csv(String runId, @BeanParam EntryFilter.Asked asked) {
        var run = headInTransaction(runId);
        var filter = filter(run, asked);
        return file(run, "csv", CSV, out -> export.csv(run, filter, out));
    }

    @GET
    @Path("/entries.json")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "All entries as one array, with the same filters; holds personal data")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = Entry.class)))
    public Response json(String runId, @BeanParam EntryFilter.Asked asked) {
        var run = headInTransaction(runId);
        var filter = filter(run, asked);
        return file(run, "json", MediaType.APPLICATION_JSON, out -> export.json(run, filter, out));
    }

    private static EntryFilter filter(RunLog.Head run, EntryFilter.Asked asked) {
        var filter = asked.read();
        if (filter.request() != null && run.state() != RunState.LIVE) {
            throw ProblemException.invalid(List.of(new FieldProblem(
                    "request",
                    "Requests are entries of the integration's run Live: look in " + LiveRun.id(run.integrationId())
                            + ".")));
        }
        return filter;
    }

    private static Response file(RunLog.Head run, String end, String type, StreamingOutput out) {
        return Response.ok(out, type)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"rollcall-run-" + run.id() + "." + end + "\"")
                .build();
    }

    /** The file is written page by page, in transactions of their own. */
    private RunLog.Head headInTransaction(String runId) {
        return io.quarkus.narayana.jta.QuarkusTransaction.requiringNew().call(() -> head(runId));
    }

    private RunLog.Head head(String runId) {
        return log.head(runId).orElseThrow(() -> ProblemException.notFound("run", runId));
    }
}
