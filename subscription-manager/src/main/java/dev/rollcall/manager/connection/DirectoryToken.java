package dev.rollcall.manager.connection;

import java.time.Instant;

/** A token for one directory. */
public record DirectoryToken(String value, Instant expiresAt) {

    @Override
    public String toString() {
        return "DirectoryToken[***, expiresAt=" + expiresAt + "]";
    }
}
