package dev.rollcall.launcher;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/** Creates that took effect and were never answered, as the sandbox noted them. */
final class LostCreates {

    private LostCreates() {}

    /** The people whom they were for; asked while creates are under way, these are among them. */
    static List<String> of(JsonNode report) {
        var people = new ArrayList<String>();
        for (var call : report.path("unanswered")) {
            if (call.path("operation").asText().equals("POST /v2/users")) {
                people.add(call.path("externalId").asText());
            }
        }
        return people;
    }
}
