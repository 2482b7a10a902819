package dev.rollcall.zenqms;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import dev.rollcall.zenqms.ZenQmsWire.FieldCase;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What one page of a search shows of the wire. Pure.
 *
 * @param listKey under which name the list stands; empty for a bare array
 * @param ids of the entries, as far as they have one
 * @param readable how many entries the adapter can read as users
 * @param fieldCase how fields are written; null when the entries don't show it
 * @param activeFlag whether entries carry {@code is_active} as true or false
 * @param statusWords the words in the field {@code status}
 * @param total what the answer states as the number of all; null when it doesn't
 * @param pageSize what the answer states as its page size; null when it doesn't
 * @param defaultFlag the name of a role's default flag; null when no entry has one we know
 */
public record WireSighting(
        String listKey,
        int entries,
        List<String> ids,
        int readable,
        FieldCase fieldCase,
        boolean activeFlag,
        Set<String> statusWords,
        Long total,
        Long pageSize,
        String defaultFlag) {

    private static final List<String> TELLING = List.of("external_id", "first_name", "last_name", "is_active");
    private static final List<String> DEFAULT_FLAGS = List.of("is_default", "isDefault", "default");
    /** A status is a word or two of the vendor's; anything else is not for showing. */
    private static final Pattern WORDS = Pattern.compile("[A-Za-z][A-Za-z _-]{1,19}");

    private static final int MOST_WORDS = 8;

    /** Empty when the body is not a page. */
    public static Optional<WireSighting> of(JsonNode body) {
        if (body == null || !UserJson.isPage(body)) {
            return Optional.empty();
        }
        var key = body.isArray() ? "" : UserJson.listKey(body);
        var list = key.isEmpty() ? body : body.path(key);
        var ids = new ArrayList<String>();
        var words = new TreeSet<String>();
        int readable = 0;
        boolean active = false;
        String flag = null;
        for (var entry : list) {
            var id = entry.path("id").asText("");
            if (!id.isEmpty()) {
                ids.add(id);
            }
            readable += UserJson.read(entry) == null ? 0 : 1;
            active |= UserJson.field(entry, "is_active").isBoolean();
            var word = entry.path("status").asText("");
            if (WORDS.matcher(word).matches() && words.size() < MOST_WORDS) {
                words.add(word.toLowerCase(Locale.ROOT));
            }
            flag = flag != null
                    ? flag
                    : DEFAULT_FLAGS.stream()
                            .filter(name -> entry.path(name).isBoolean())
                            .findFirst()
                            .orElse(null);
        }
        return Optional.of(new WireSighting(
                key,
                list.size(),
                List.copyOf(ids),
                readable,
                fieldCase(list),
                active,
                words,
                number(body.path("total")),
                number(UserJson.field(body, "page_size")),
                flag));
    }

    private static FieldCase fieldCase(JsonNode list) {
        boolean snake = false;
        boolean camel = false;
        for (var entry : list) {
            snake |= TELLING.stream().anyMatch(entry::has);
            camel |= TELLING.stream().map(UserJson::camel).anyMatch(entry::has);
        }
        if (snake == camel) {
            return null;
        }
        return snake ? FieldCase.SNAKE : FieldCase.CAMEL;
    }

    /** A value on the page and whose it is: to search by it. Somebody's data: never for showing. */
    public record Sample(String id, String value) {
        @Override
        public String toString() {
            return "Sample[***]";
        }
    }

    /** The first user on the page who has a value there; empty when nobody does. */
    public static Optional<Sample> sample(JsonNode body, String field) {
        var list = body.isArray() ? body : body.path(String.valueOf(UserJson.listKey(body)));
        for (var entry : list) {
            var value = UserJson.field(entry, field);
            if (value.isTextual() && !value.asText().isBlank() && entry.hasNonNull("id")) {
                return Optional.of(new Sample(entry.path("id").asText(), value.asText()));
            }
        }
        return Optional.empty();
    }

    private static Long number(JsonNode node) {
        return node.isIntegralNumber() ? node.asLong() : null;
    }

    /** Ids may be anything; they stay out of logs. */
    @Override
    public String toString() {
        return "WireSighting[entries=" + entries + "]";
    }
}
