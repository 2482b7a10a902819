package dev.rollcall.manager.run;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;

import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;

import dev.rollcall.manager.integration.Integrations;
import dev.rollcall.manager.web.ApiDescription;
import dev.rollcall.manager.web.FieldProblem;
import dev.rollcall.manager.web.ProblemException;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.SyncAction;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/** People whom the brake holds, and what an administrator decides about them. */
@Path("/api/v1/integrations/{id}/held")
@RunOnVirtualThread
@Tag(name = ApiDescription.PEOPLE)
class HeldResource {

    private static final Logger LOG = Logger.getLogger(HeldResource.class);

    /** In one transaction. */
    private static final int MOST = 10_000;

    private final Integrations integrations;
    private final HeldPeople held;
    private final PersonRequests requests;
    private final Jdbi jdbi;

    HeldResource(Integrations integrations, HeldPeople held, PersonRequests requests, Jdbi jdbi) {
        this.integrations = integrations;
        this.held = held;
        this.requests = requests;
        this.jdbi = jdbi;
    }

    /**
     * Whom it is about.
     *
     * @param people their object ids; null with {@code all}
     * @param all everybody who is held and of whom nothing is asked yet
     */
    record Decision(List<String> people, Boolean all) {}

    /**
     * @param asked of how many it was asked; of more than that at a time, ask again
     * @param notHeld those of the request who are not held, so that nothing was asked of them
     * @param entries where what becomes of it is read
     */
    record Accepted(int asked, List<String> notHeld, String entries) {}

    @GET
    @Transactional
    @Operation(
            summary = "People whom the brake holds, longest first",
            description = "What would take their access away waits until it is released or rejected.")
    public Page<HeldPeople.Held> list(String id, @QueryParam("after") String after, @QueryParam("limit") String limit) {
        integrations.require(id);
        return held.of(id, Cursor.parse(after), Page.limit(limit));
    }

    @POST
    @Path("/release")
    @Transactional
    @Operation(
            summary = "Let it happen: each is looked at again, and deactivated if the directory still says so",
            description = "It does not count against the brake's limit.")
    @APIResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = Accepted.class)))
    public Response release(String id, Decision decision) {
        return decide(id, decision, SyncAction.RELEASE);
    }

    @POST
    @Path("/reject")
    @Transactional
    @Operation(
            summary = "Leave them as they are, until the directory says something else of them",
            description = "Neither a run nor a sweep brings it back meanwhile.")
    @APIResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = Accepted.class)))
    public Response reject(String id, Decision decision) {
        return decide(id, decision, SyncAction.REJECT);
    }

    private Response decide(String id, Decision decision, SyncAction action) {
        var integration = integrations.requireLocked(id);
        PersonRequests.requireAnybodyToAsk(integration);
        var people = checked(decision);
        return jdbi.withHandle(handle -> {
            var subjects = held.ask(handle, id, people, action, MOST);
            requests.ask(handle, integration, subjects, action);
            var found = subjects.stream().map(SubjectId::value).collect(Collectors.toSet());
            var others = people == null
                    ? List.<String>of()
                    : people.stream().filter(person -> !found.contains(person)).toList();
            LOG.infof("Held people decided: integrationId=%s, action=%s, people=%d", id, action, subjects.size());
            return Response.accepted(
                            new Accepted(subjects.size(), others, "/api/v1/runs/" + LiveRun.id(id) + "/entries"))
                    .build();
        });
    }

    /** @return null for everybody */
    private static List<String> checked(Decision decision) {
        var all = decision != null && Boolean.TRUE.equals(decision.all());
        var people = decision == null || decision.people() == null
                ? List.<String>of()
                : List.copyOf(new LinkedHashSet<>(decision.people().stream()
                        .filter(p -> p != null && !p.isBlank())
                        .toList()));
        if (all == !people.isEmpty()) {
            throw ProblemException.invalid(List.of(new FieldProblem(
                    "people", "Give the object ids of people who are held, or \"all\": true, but not both.")));
        }
        if (people.stream().anyMatch(person -> person.length() > 200 || person.indexOf(0) >= 0)) {
            throw ProblemException.invalid(
                    List.of(new FieldProblem("people", "Use object ids of the directory, as the list shows them.")));
        }
        if (people.size() > MOST) {
            throw ProblemException.invalid(List.of(new FieldProblem("people", "Give at most " + MOST + " at a time.")));
        }
        return all ? null : people;
    }
}
