package dev.rollcall.manager.initialsync;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

import dev.rollcall.directory.WalkPage;
import dev.rollcall.model.DirectoryPerson;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.InitialBatch;
import dev.rollcall.model.Message;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.UserNotice;

/** What a page of the walk sends; pure. */
final class PageMessages {

    private PageMessages() {}

    /**
     * @param people whom the page showed
     * @param gone whom it showed as deleted
     * @param batches how many batches the run has sent then
     */
    record Sent(List<Message> messages, List<SubjectId> people, List<SubjectId> gone, int batches) {}

    /**
     * People in batches; whoever was deleted as a notice, as only a look at them can tell what that means.
     *
     * @param batchesBefore how many batches the run has sent already
     */
    static Sent of(WalkPage page, Envelope envelope, int batchesBefore) {
        var people = onceEach(page.people());
        var messages = new ArrayList<Message>();
        var batches = batchesBefore;
        for (int from = 0; from < people.size(); from += InitialBatch.MAX_PEOPLE) {
            var chunk = people.subList(from, Math.min(people.size(), from + InitialBatch.MAX_PEOPLE));
            messages.add(new InitialBatch(envelope, ++batches, page.readAt(), chunk));
        }
        var gone = page.removed().stream().distinct().toList();
        gone.forEach(subject -> messages.add(new UserNotice(envelope, subject, "deleted", page.readAt())));
        return new Sent(
                List.copyOf(messages),
                people.stream().map(DirectoryPerson::subjectId).toList(),
                gone,
                batches);
    }

    /** Somebody may stand on a page twice: what stands last is newer. */
    private static List<DirectoryPerson> onceEach(List<DirectoryPerson> people) {
        var bySubject = new LinkedHashMap<SubjectId, DirectoryPerson>();
        people.forEach(p -> bySubject.put(p.subjectId(), p));
        return List.copyOf(bySubject.values());
    }
}
