package dev.rollcall.sandbox;

import java.time.Instant;

/**
 * A request the sandbox answered.
 *
 * @param operation what was asked, with ids taken out: {@code GET /users/{id}}
 * @param path the path without its query
 * @param query the decoded query, "" if there was none
 * @param owner the tenant id or the API key's account
 * @param status the answer's status; 0 while it is not answered, and for an answer that was never sent
 * @param body the request's body as it came, "" if there was none
 */
public record RecordedCall(
        String operation,
        String method,
        String path,
        String query,
        String owner,
        int status,
        Instant time,
        String body) {

    RecordedCall answered(int newStatus) {
        return new RecordedCall(operation, method, path, query, owner, newStatus, time, body);
    }

    /** Without query, owner and body, which hold personal data and keys. */
    @Override
    public String toString() {
        return "RecordedCall[" + operation + " -> " + status + "]";
    }
}
