package dev.rollcall.directory;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

import dev.rollcall.model.SubjectId;

/** Reads people as they are now. */
public interface DirectoryUsers {

    /**
     * Looks at people.
     *
     * @param subjects whom to look at, any number
     * @param witness somebody known to exist, read beside an apparent absence: without a witness that is found, nobody is
     *     {@link DirectoryLook.Gone}
     * @return one look for each subject; never less
     * @throws DirectoryException when nobody could be looked at
     */
    Map<SubjectId, DirectoryLook> look(Collection<SubjectId> subjects, Optional<SubjectId> witness);
}
