package dev.rollcall.ingress;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.Cause;
import dev.rollcall.model.DoorReopened;
import dev.rollcall.model.Envelope;

import org.jboss.logging.Logger;

/**
 * Says of each integration when notifications are taken again after they were not. A directory repeats what was refused for
 * some hours only, and not what met no process at all: the change feed must be asked. Looked at after each probe, by one
 * thread.
 */
@ApplicationScoped
class DoorWatch {

    private static final Logger LOG = Logger.getLogger(DoorWatch.class);
    private static final long PATIENCE_SECONDS = 5;

    private final Doors doors;
    private final SettingsFollower settings;
    private final BrokerHealth broker;
    private final NoticePublisher publisher;
    private final InstantSource clock;
    private Instant closedSince;
    private boolean told;

    DoorWatch(
            Doors doors,
            SettingsFollower settings,
            BrokerHealth broker,
            NoticePublisher publisher,
            InstantSource clock) {
        this.doors = doors;
        this.settings = settings;
        this.broker = broker;
        this.publisher = publisher;
        this.clock = clock;
    }

    void look() throws InterruptedException {
        if (!settings.settingsAreKnown() || !broker.answers()) {
            // Nobody knows how long it was closed before this process began.
            closedSince = told && closedSince == null ? clock.instant() : closedSince;
            told = false;
        } else if (!told && tell()) {
            told = true;
            closedSince = null;
        }
    }

    private boolean tell() throws InterruptedException {
        var now = clock.instant();
        var messages = doors.open().stream()
                .map(door -> new DoorReopened(
                        Envelope.live(door.integrationId(), Cause.ADMINISTRATION, door.settingsVersion(), null),
                        closedSince,
                        now))
                .toList();
        var appended = isAppended(messages);
        if (appended) {
            LOG.infof("Notifications are taken: integrations=%d, closedSince=%s", messages.size(), closedSince);
        }
        return appended;
    }

    private boolean isAppended(List<DoorReopened> messages) throws InterruptedException {
        try {
            return publisher.append(messages).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }
}
