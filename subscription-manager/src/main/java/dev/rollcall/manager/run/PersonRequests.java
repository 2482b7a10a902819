package dev.rollcall.manager.run;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.manager.integration.Integration;
import dev.rollcall.manager.publish.Outgoing;
import dev.rollcall.manager.run.LiveWriter.About;
import dev.rollcall.manager.run.LiveWriter.Arrived;
import dev.rollcall.manager.web.ProblemException;
import dev.rollcall.model.Cause;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.Mode;
import dev.rollcall.model.RequestId;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.SyncAction;
import dev.rollcall.model.SyncRequest;

import org.jdbi.v3.core.Handle;

/** Asks the workers for something about people. Each request has an entry in Live, in which its outcome is found. */
@ApplicationScoped
class PersonRequests {

    private final Outgoing outgoing;
    private final RunEnding runs;
    private final LiveWriter live;
    private final Counters counters;
    private final InstantSource clock;

    PersonRequests(Outgoing outgoing, RunEnding runs, LiveWriter live, Counters counters, InstantSource clock) {
        this.outgoing = outgoing;
        this.runs = runs;
        this.live = live;
        this.counters = counters;
        this.clock = clock;
    }

    /** @throws ProblemException 409 where nobody would hear of it */
    static void requireAnybodyToAsk(Integration integration) {
        if (integration.isDraft()) {
            throw ProblemException.conflict("This integration is a draft: activate it first.");
        }
        if (integration.isRemoved()) {
            throw ProblemException.conflict(
                    "This integration is " + integration.state + ": nothing is synchronised any more.");
        }
    }

    /** In the caller's transaction. */
    List<RequestId> ask(Handle handle, Integration integration, List<SubjectId> subjects, SyncAction action) {
        if (subjects.isEmpty()) {
            return List.of();
        }
        LiveRun.ensure(handle, List.of(integration.id));
        runs.lock(handle, List.of(LiveRun.id(integration.id)));
        var received = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var ids = new ArrayList<RequestId>();
        var arrived = new ArrayList<Arrived>();
        var messages = new ArrayList<SyncRequest>();
        for (var subject : subjects) {
            var request = new RequestId(UUID.randomUUID().toString());
            ids.add(request);
            arrived.add(new Arrived(
                    arrived.size(),
                    integration.id,
                    null,
                    received,
                    About.PERSON,
                    subject.value(),
                    action == SyncAction.LOOK_AGAIN ? null : action.name().toLowerCase(java.util.Locale.ROOT),
                    Cause.REQUEST.name(),
                    request.value(),
                    null,
                    null,
                    null));
            messages.add(new SyncRequest(envelope(integration, request), subject, action, received));
        }
        var tally = new Tally();
        live.arrived(handle, arrived, tally);
        counters.apply(handle, tally);
        outgoing.append(messages);
        return List.copyOf(ids);
    }

    private static Envelope envelope(Integration integration, RequestId request) {
        return new Envelope(
                integration.integrationId(),
                Cause.REQUEST,
                null,
                request,
                Mode.APPLY,
                integration.settingsVersion,
                null);
    }
}
