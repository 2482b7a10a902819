package dev.rollcall.ingress;

/** What became of an item. The label is used verbatim as the metric's tag value. */
enum ItemOutcome {
    ACCEPTED("accepted"),
    UNKNOWN_INTEGRATION("unknown_integration"),
    WRONG_CLIENT_STATE("wrong_client_state"),
    DEAD_LETTER("dead_letter"),
    VALIDATION("validation"),
    CLOSED("closed");

    private final String label;

    ItemOutcome(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
