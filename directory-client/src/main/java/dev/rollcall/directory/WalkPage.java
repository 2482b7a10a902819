package dev.rollcall.directory;

import java.net.URI;
import java.time.Instant;
import java.util.List;

import dev.rollcall.model.DirectoryPerson;
import dev.rollcall.model.SubjectId;

/**
 * One page of a walk. It may be empty and still have a successor, and the same person may stand on several pages.
 *
 * @param people who is there
 * @param removed who was deleted, softly or for good
 * @param readAt when the directory was asked for it
 * @param nextLink the next page; null on the last
 * @param deltaLink where the feed goes on from; on the last page only, else null
 */
public record WalkPage(
        List<DirectoryPerson> people, List<SubjectId> removed, Instant readAt, URI nextLink, URI deltaLink) {
    public WalkPage {
        people = List.copyOf(people);
        removed = List.copyOf(removed);
    }

    public boolean isLast() {
        return nextLink == null;
    }

    @Override
    public String toString() {
        return "WalkPage[people=" + people.size() + ", removed=" + removed.size() + ", last=" + isLast() + "]";
    }
}
