package dev.rollcall.manager.run;

import java.net.URI;
import java.util.List;

import jakarta.transaction.Transactional;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

import dev.rollcall.manager.integration.Integrations;
import dev.rollcall.manager.web.ApiDescription;
import dev.rollcall.manager.web.ProblemException;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.SyncAction;

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
    private final PersonRequests requests;
    private final Jdbi jdbi;

    PeopleResource(Integrations integrations, PersonRequests requests, Jdbi jdbi) {
        this.integrations = integrations;
        this.requests = requests;
        this.jdbi = jdbi;
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
        PersonRequests.requireAnybodyToAsk(integration);
        if (subjectId.isBlank() || subjectId.length() > 200 || subjectId.indexOf(0) >= 0) {
            throw ProblemException.notFound("person", "with such an id");
        }
        var request = jdbi.withHandle(handle ->
                        requests.ask(handle, integration, List.of(new SubjectId(subjectId)), SyncAction.LOOK_AGAIN))
                .getFirst();
        var entries = "/api/v1/runs/" + LiveRun.id(id) + "/entries?request=" + request;
        return Response.accepted(new Accepted(request.value(), entries))
                .location(URI.create(entries))
                .build();
    }
}
