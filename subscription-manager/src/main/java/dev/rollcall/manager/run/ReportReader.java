package dev.rollcall.manager.run;

import dev.rollcall.model.DeadLetter;
import dev.rollcall.model.DoorReopened;
import dev.rollcall.model.GroupNotice;
import dev.rollcall.model.InitialSyncMessage;
import dev.rollcall.model.IntegrationAccess;
import dev.rollcall.model.IntegrationSettings;
import dev.rollcall.model.LifecycleNotice;
import dev.rollcall.model.Link;
import dev.rollcall.model.LinksCleared;
import dev.rollcall.model.Message;
import dev.rollcall.model.RunCancelled;
import dev.rollcall.model.SyncOutcome;
import dev.rollcall.model.SyncPlan;
import dev.rollcall.model.SyncRequest;
import dev.rollcall.model.Trouble;
import dev.rollcall.model.UserNotice;
import dev.rollcall.outbox.CloudEvents;
import dev.rollcall.outbox.MessageJson;
import dev.rollcall.outbox.UnreadableMessage;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads a record. What can't be read comes back as such, with the reason. */
final class ReportReader {

    private final MessageJson json;

    ReportReader(MessageJson json) {
        this.json = json;
    }

    Report read(ConsumerRecord<String, byte[]> record) {
        try {
            var ceType = CloudEvents.type(record.headers()).orElse(null);
            return json.read(record.value(), ceType).map(ReportReader::report).orElseGet(Report.Unknown::new);
        } catch (UnreadableMessage e) {
            return new Report.Unreadable(e.getMessage());
        }
    }

    private static Report report(Message message) {
        return switch (message) {
            case SyncOutcome outcome -> new Report.Done(outcome);
            case SyncPlan plan -> new Report.Planned(plan);
            case Trouble trouble -> new Report.Stopped(trouble);
            case LinksCleared cleared -> new Report.Removed(cleared);
            case UserNotice ignored -> misplaced();
            case GroupNotice ignored -> misplaced();
            case LifecycleNotice ignored -> misplaced();
            case DoorReopened ignored -> misplaced();
            case Link ignored -> misplaced();
            case IntegrationSettings ignored -> misplaced();
            case IntegrationAccess ignored -> misplaced();
            case InitialSyncMessage ignored -> misplaced();
            case SyncRequest ignored -> misplaced();
            case RunCancelled ignored -> misplaced();
            case DeadLetter ignored -> misplaced();
        };
    }

    private static Report misplaced() {
        return new Report.Unreadable("The message is of a type that does not belong on this topic.");
    }
}
