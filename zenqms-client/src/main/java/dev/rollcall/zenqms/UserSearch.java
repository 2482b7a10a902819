package dev.rollcall.zenqms;

import dev.rollcall.model.SubjectId;
import dev.rollcall.model.ZenQmsUserId;

/**
 * What to search for. ZenQMS publishes id, name, mail and status as criteria; external id is not among them. A server that
 * ignores a criterion it doesn't know returns everybody, so callers verify every hit.
 */
public sealed interface UserSearch {

    record ById(ZenQmsUserId id) implements UserSearch {}

    record ByEmail(String email) implements UserSearch {
        @Override
        public String toString() {
            return "ByEmail[***]";
        }
    }

    record ByExternalId(SubjectId subjectId) implements UserSearch {}

    record Everybody() implements UserSearch {}
}
