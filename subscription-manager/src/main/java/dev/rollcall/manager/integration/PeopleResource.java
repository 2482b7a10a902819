package dev.rollcall.manager.integration;

import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

import jakarta.transaction.Transactional;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

import dev.rollcall.manager.publish.Outgoing;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What an administrator asks about one person. */
@Path("/api/v1/integrations/{id}/people/{subjectId}")
@RunOnVirtualThread
class PeopleResource {

    private final Integrations integrations;
    private final Outgoing outgoing;
    private final InstantSource clock;

    PeopleResource(Integrations integrations, Outgoing outgoing, InstantSource clock) {
        this.integrations = integrations;
        this.outgoing = outgoing;
        this.clock = clock;
    }

    /** @param requestId stands in what the workers report about it */
    record Accepted(String requestId) {}

    @POST
    @Path("/sync")
    @Transactional
    @Operation(summary = "Look at this person again, now; what became of it shows among the outcomes")
    @APIResponse(responseCode = "202")
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
        outgoing.append(
                List.of(new SyncRequest(envelope, new SubjectId(subjectId), SyncAction.LOOK_AGAIN, clock.instant())));
        return Response.accepted(new Accepted(request.value())).build();
    }
}
