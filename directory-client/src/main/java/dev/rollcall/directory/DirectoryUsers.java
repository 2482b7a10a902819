package dev.rollcall.directory;

import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;

import dev.rollcall.model.SubjectId;

/** Reads people as they are now. */
public interface DirectoryUsers {

    /** The most witnesses that are read. */
    int MAX_WITNESSES = 3;

    /**
     * Looks at people.
     *
     * @param subjects whom to look at, any number
     * @param witnesses asked only when somebody seems absent, once for each batch: people known to exist, the first {@link #MAX_WITNESSES} of
     *     whom are read beside the absent. Without a witness that is found, nobody is {@link DirectoryLook.Gone}; one is enough, so that a witness who left
     *     unnoticed holds up nobody
     * @return one look for each subject; never less
     * @throws DirectoryException when nobody could be looked at; {@link DirectoryException.AccessDenied} also when somebody
     *     was denied and nobody was shown beside them
     */
    Map<SubjectId, DirectoryLook> look(
            Collection<SubjectId> subjects, Supplier<? extends Collection<SubjectId>> witnesses);
}
