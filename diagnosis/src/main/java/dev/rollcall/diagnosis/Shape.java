package dev.rollcall.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The shape of an answer: names, types, lengths and counts. No text of an answer is shown, but for the first characters of
 * what stands under a name that means an id. Pure.
 */
final class Shape {

    /** Names that are a vendor's words; anything else may be somebody's mail used as a key. */
    private static final Pattern NAME =
            Pattern.compile("@odata\\.[A-Za-z]{1,40}|[A-Za-z_$][A-Za-z0-9_$-]{0,39}(@odata\\.[A-Za-z]{1,40}|@delta)?");

    private static final Pattern ID_NAME = Pattern.compile("id|[a-z_]*_id|[a-zA-Z]*Id");
    /** Ids are random or numbers; a name or a mail is neither. */
    private static final Pattern ID_VALUE = Pattern.compile("(?=.*\\d)[A-Za-z0-9-]{1,64}");

    private static final Set<String> COUNTS = Set.of("total", "page", "page_size", "pageSize", "count", "expires_in");
    private static final int MOST_NAMES = 40;
    private static final int SHOWN_OF_ID = 4;
    private static final int DEEPEST = 5;

    private Shape() {}

    /** The call on the first line, its answer below, indented. */
    static List<String> of(Caller.Exchange exchange) {
        var lines = new ArrayList<String>();
        switch (exchange.seen()) {
            case Seen.Nothing(var why, var reason, var todo) -> lines.add(exchange.label() + ": no answer. " + reason);
            case Seen.Answer answer -> {
                lines.add(exchange.label() + ": " + answer.status() + ", " + type(answer.contentType()) + ", "
                        + answer.body().length + " bytes, " + answer.took().toMillis() + " ms");
                var json = answer.json();
                if (json != null && json.isContainerNode()) {
                    describe("", List.of(json), 1, lines);
                }
            }
        }
        return lines;
    }

    /** Of the lines of a shape: the call, and the counts on the first level. */
    static List<String> counts(List<String> shape) {
        return IntStream.range(0, shape.size())
                .filter(i -> i == 0 || shape.get(i).matches("  \\S.*(list of|number) \\d+"))
                .mapToObj(shape::get)
                .toList();
    }

    private static String type(String contentType) {
        var plain = contentType.replaceAll(";.*", "").strip();
        return plain.matches("[a-z0-9.+/-]{1,60}") ? plain : "no content type";
    }

    /** @param all what stood under this name in each of the entries */
    private static void describe(String name, List<JsonNode> all, int depth, List<String> lines) {
        var objects = all.stream().filter(JsonNode::isObject).toList();
        var arrays = all.stream().filter(JsonNode::isArray).toList();
        var indent = "  ".repeat(depth);
        if (!name.isEmpty() || !arrays.isEmpty()) {
            lines.add(indent + (name.isEmpty() ? "" : name + ": ") + types(name, all));
        }
        if (depth > DEEPEST) {
            return;
        }
        var below = name.isEmpty() && arrays.isEmpty() ? depth : depth + 1;
        var entries = new ArrayList<JsonNode>(objects);
        arrays.forEach(array -> array.forEach(entries::add));
        fields(entries.stream().filter(JsonNode::isObject).toList(), below, lines);
    }

    private static void fields(List<JsonNode> objects, int depth, List<String> lines) {
        var names = new TreeSet<String>();
        objects.forEach(o -> o.fieldNames().forEachRemaining(names::add));
        if (names.size() > MOST_NAMES) {
            lines.add("  ".repeat(depth) + names.size() + " names");
            return;
        }
        for (var name : names) {
            var shown = NAME.matcher(name).matches() ? name : "(a name of " + name.length() + " characters)";
            var values = objects.stream()
                    .filter(o -> o.has(name))
                    .map(o -> o.get(name))
                    .toList();
            var rare = values.size() < objects.size() ? " (in " + values.size() + " of " + objects.size() + ")" : "";
            int at = lines.size();
            describe(shown, values, depth, lines);
            lines.set(at, lines.get(at) + rare);
        }
    }

    private static String types(String name, List<JsonNode> values) {
        var types = new TreeSet<String>();
        values.forEach(value -> types.add(type(name, value)));
        var texts = values.stream().filter(JsonNode::isTextual).toList();
        if (!texts.isEmpty()) {
            types.add(text(name, texts));
        }
        types.remove("");
        return String.join(" or ", types);
    }

    private static String type(String name, JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT, POJO -> "object";
            case ARRAY -> "list of " + value.size();
            case STRING, BINARY -> "";
            case NUMBER -> COUNTS.contains(name) ? "number " + value.asText() : "number";
            case BOOLEAN -> "true/false";
            case NULL -> "null";
            case MISSING -> "missing";
        };
    }

    private static String text(String name, List<JsonNode> texts) {
        var lengths = texts.stream().mapToInt(t -> t.asText().length()).summaryStatistics();
        var length = lengths.getMin() == lengths.getMax()
                ? String.valueOf(lengths.getMin())
                : lengths.getMin() + "-" + lengths.getMax();
        var first = texts.getFirst().asText();
        var isId = ID_NAME.matcher(name).matches() && ID_VALUE.matcher(first).matches();
        return "text of " + length
                + (isId && first.length() > SHOWN_OF_ID ? " (" + first.substring(0, SHOWN_OF_ID) + "...)" : "");
    }
}
