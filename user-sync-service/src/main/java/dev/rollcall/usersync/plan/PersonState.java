package dev.rollcall.usersync.plan;

import dev.rollcall.model.DirectoryPerson;
import dev.rollcall.model.SubjectId;

/** What the directory says of a person, once it could be read. */
public sealed interface PersonState {

    SubjectId subjectId();

    /** There, enabled or not, complete or not. */
    record Present(DirectoryPerson person) implements PersonState {
        @Override
        public SubjectId subjectId() {
            return person.subjectId();
        }
    }

    /** Deleted, restorable or for good: both mean inactive, and nobody is ever deleted in ZenQMS. */
    record Deleted(SubjectId subjectId) implements PersonState {}
}
