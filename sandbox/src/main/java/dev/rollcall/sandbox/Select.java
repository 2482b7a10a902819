package dev.rollcall.sandbox;

import java.util.List;

/**
 * A {@code $select}: the properties asked for, or why that cannot be.
 *
 * @param chosen whether the caller chose; otherwise the properties are the default ones
 * @param problem the answer to give instead, null if all is well
 */
record Select(List<String> properties, boolean chosen, Answer problem) {

    static Select of(GraphRequest request, List<String> defaults) {
        return request.option("$select")
                .filter(text -> !text.isBlank())
                .map(Select::parse)
                .orElseGet(() -> new Select(defaults, false, null));
    }

    private static Select parse(String text) {
        List<String> properties = List.of(text.strip().split("\\s*,\\s*"));
        return properties.stream()
                .filter(property -> !UserJson.knows(property))
                .findFirst()
                .map(unknown -> new Select(
                        List.of(),
                        true,
                        GraphError.of(
                                400,
                                "BadRequest",
                                "Parsing OData Select and Expand failed: Could not find a property named '" + unknown
                                        + "' on type 'microsoft.graph.user'.")))
                .orElseGet(() -> new Select(properties, true, null));
    }

    String inContext() {
        return chosen ? "(" + String.join(",", properties) + ")" : "";
    }
}
