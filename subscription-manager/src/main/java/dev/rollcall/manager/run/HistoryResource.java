package dev.rollcall.manager.run;

import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;

import dev.rollcall.manager.integration.Integrations;
import dev.rollcall.manager.web.ApiDescription;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What happened in an integration: its runs, and everything that workers reported, live changes included. */
@Path("/api/v1/integrations/{id}")
@RunOnVirtualThread
@Tag(name = ApiDescription.RUNS)
class HistoryResource {

    private final RunLog log;
    private final Integrations integrations;

    HistoryResource(RunLog log, Integrations integrations) {
        this.log = log;
        this.integrations = integrations;
    }

    @GET
    @Path("/runs")
    @Transactional
    @Operation(
            summary =
                    "Runs of an integration, newest first; the standing run Live is the last, as old as the integration")
    public Page<Run> runs(
            String id,
            @QueryParam("after") String after,
            @Parameter(schema = @Schema(type = SchemaType.INTEGER)) @QueryParam("limit") String limit) {
        integrations.require(id);
        return log.ofIntegration(id, Cursor.parse(after), Page.limit(limit));
    }

    @GET
    @Path("/outcomes")
    @Transactional
    @Operation(summary = "Everything workers reported of an integration's people, newest first")
    public Page<RunLog.Reported> outcomes(
            String id,
            @QueryParam("subject") String subject,
            @Parameter(schema = @Schema(type = SchemaType.INTEGER)) @QueryParam("after") String after,
            @Parameter(schema = @Schema(type = SchemaType.INTEGER)) @QueryParam("limit") String limit) {
        integrations.require(id);
        var size = Page.limit(limit);
        var items = log.outcomes(id, subject, Page.before(after), size);
        return new Page<>(
                items,
                items.size() < size ? null : String.valueOf(items.getLast().position()));
    }
}
