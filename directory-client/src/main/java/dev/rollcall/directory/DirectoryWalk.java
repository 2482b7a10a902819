package dev.rollcall.directory;

import java.net.URI;

/** Walks the change feed of people: from nothing it is the whole directory, from a stored link what changed since. */
public interface DirectoryWalk {

    /**
     * The first page of everybody.
     *
     * @throws DirectoryException when it could not be read
     */
    WalkPage first();

    /**
     * The page behind a link that a former page gave.
     *
     * @param link followed word for word; one that leads to another host is refused, so no token leaks
     * @throws DirectoryException.FeedLost when the directory forgot the link
     * @throws DirectoryException when it could not be read
     */
    WalkPage next(URI link);
}
