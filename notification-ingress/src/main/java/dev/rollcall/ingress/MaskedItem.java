package dev.rollcall.ingress;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** An item's text for the dead letters: nothing in it that would let its reader pass for the sender; pure. */
final class MaskedItem {

    static final int MOST_BYTES = 64 * 1024;

    private static final String MASK = "***";

    /** In lower case. The tokens and the content belong to rich notifications, which nobody asked for. */
    private static final Set<String> SECRET_FIELDS =
            Set.of("clientstate", "validationtoken", "validationtokens", "encryptedcontent");

    private MaskedItem() {}

    /** @param isClientState tells a valid client state, wherever it may stand */
    static String of(JsonNode item, Predicate<String> isClientState) {
        var given = item.path("clientState").textValue();
        var masking = new Masking(given == null || given.isBlank() ? MASK : given, isClientState);
        // A bare text can hold anything, a secret too; its length is enough to find it again.
        var text = item.isTextual()
                ? "(a text of " + item.textValue().length() + " characters)"
                : masking.mask(item).toString();
        return shorten(text);
    }

    private record Masking(String given, Predicate<String> isClientState) {

        JsonNode mask(JsonNode node) {
            return switch (node) {
                case ObjectNode object -> {
                    var masked = JsonNodeFactory.instance.objectNode();
                    object.properties()
                            .forEach(field -> masked.set(
                                    mask(field.getKey()),
                                    isSecret(field.getKey())
                                            ? JsonNodeFactory.instance.textNode(MASK)
                                            : mask(field.getValue())));
                    yield masked;
                }
                case ArrayNode array -> {
                    var masked = JsonNodeFactory.instance.arrayNode(array.size());
                    array.forEach(element -> masked.add(mask(element)));
                    yield masked;
                }
                case JsonNode leaf when leaf.isTextual() -> JsonNodeFactory.instance.textNode(mask(leaf.textValue()));
                case JsonNode leaf -> leaf;
            };
        }

        private String mask(String text) {
            return isClientState.test(text) ? MASK : text.replace(given, MASK);
        }

        private static boolean isSecret(String field) {
            return SECRET_FIELDS.contains(field.toLowerCase(Locale.ROOT));
        }
    }

    /** Cuts between characters, not within one. */
    private static String shorten(String text) {
        var characters = CharBuffer.wrap(text);
        StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .encode(characters, ByteBuffer.allocate(MOST_BYTES), true);
        return text.substring(0, characters.position());
    }
}
