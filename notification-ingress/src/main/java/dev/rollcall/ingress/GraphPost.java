package dev.rollcall.ingress;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/** The body of a POST: its items, or why it has none. */
sealed interface GraphPost {

    /** @param items may be empty */
    record Items(List<JsonNode> items) implements GraphPost {
        @Override
        public String toString() {
            return "Items[" + items.size() + "]";
        }
    }

    record Refused(Rejected why) implements GraphPost {}
}
