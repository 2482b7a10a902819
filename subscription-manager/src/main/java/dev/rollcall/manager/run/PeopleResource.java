package dev.rollcall.manager.run;

import java.net.URI;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

import jakarta.transaction.Transactional;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

import dev.rollcall.manager.integration.Integrations;
import dev.rollcall.manager.publish.Outgoing;
import dev.rollcall.manager.run.LiveWriter.About;
import dev.rollcall.manager.run.LiveWriter.Arrived;
import dev.rollcall.manager.web.ApiDescription;
import dev.rollcall.manager.web.ProblemException;
import dev.rollcall.model.Cause;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.Mode;
import dev.rollcall.model.RequestId;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.SyncAction;
import dev.rollcall.model.SyncRequest;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Jdbi;

/** What an administrator asks about one person. */
@Path("/api/v1/integrations/{id}/people/{subjectId}")
@RunOnVirtualThread
@Tag(name = ApiDescription.PEOPLE)
class PeopleResource {

    private final Integrations integrations;
    private final Outgoing outgoing;
    private final Jdbi jdbi;
    private final RunEnding runs;
    private final LiveWriter live;
    private final Counters counters;
    private final InstantSource clock;

    PeopleResource(
            Integrations integrations,
            Outgoing outgoing,
            Jdbi jdbi,
            RunEnding runs,
            LiveWriter live,
            Counters counters,
            InstantSource clock) {
        this.integrations = integrations;
        this.outgoing = outgoing;
        this.jdbi = jdbi;
        this.runs = runs;
        this.live = live;
        this.counters = counters;
        this.clock = clock;
    }

    /**
     * @param requestId stands in what the workers report about it
     * @param entries where its entry in the run Live is, and in it what became of the person
     */
    record Accepted(String requestId, String entries) {}

    @POST
    @Path("/sync")
    @Transactional
    @Operation(summary = "Look at this person again, now; the answer says where to read what became of it")
    @APIResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = Accepted.class)))
    public Response sync(String id, String subjectId) {
        var integration = integrations.require(id);
        if (integration.isDraft()) {
            throw ProblemException.conflict("This integration is a draft: activate it first.");
        }
        if (subjectId.isBlank() || subjectId.length() > 200) {
            throw ProblemException.notFound("person", "with such an id");
        }
        var request = new RequestId(UUID.randomUUID().toString());
        var envelope = new Envelope(
                integration.integrationId(),
                Cause.REQUEST,
                null,
                request,
                Mode.APPLY,
                integration.settingsVersion,
                null);
        enterInLive(id, subjectId, request);
        outgoing.append(
                List.of(new SyncRequest(envelope, new SubjectId(subjectId), SyncAction.LOOK_AGAIN, clock.instant())));
        var entries = "/api/v1/runs/" + LiveRun.id(id) + "/entries?request=" + request;
        return Response.accepted(new Accepted(request.value(), entries))
                .location(URI.create(entries))
                .build();
    }

    private void enterInLive(String integration, String subject, RequestId request) {
        jdbi.useHandle(handle -> {
            LiveRun.ensure(handle, List.of(integration));
            runs.lock(handle, List.of(LiveRun.id(integration)));
            var tally = new Tally();
            var received = clock.instant().truncatedTo(ChronoUnit.MICROS);
            live.arrived(
                    handle,
                    List.of(new Arrived(
                            0,
                            integration,
                            null,
                            received,
                            About.PERSON,
                            subject,
                            null,
                            Cause.REQUEST.name(),
                            request.value(),
                            null,
                            null,
                            null)),
                    tally);
            counters.apply(handle, tally);
        });
    }
}
