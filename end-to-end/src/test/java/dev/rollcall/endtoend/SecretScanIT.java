package dev.rollcall.endtoend;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

import dev.rollcall.testbed.Testbed;
import dev.rollcall.testbed.TopicWriter;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Marked secrets and marked people go through everything that Rollcall does, and everything that it leaves behind is
 * searched for them.
 */
class SecretScanIT {

    private static final Search SEARCH = new Search();

    @BeforeAll
    static void playAndSearch() {
        var stack = WholeStack.shared();
        stack.awaitAllReady();
        try (var wire = new Wire(stack)) {
            new MarkedStory(stack, wire, SEARCH).play();
            SearchedPlaces.topics(SEARCH);
            SearchedPlaces.tables(SEARCH);
            SearchedPlaces.openPages(SEARCH, stack.running(), wire);
            SearchedPlaces.answers(SEARCH, wire);
            SearchedPlaces.outputs(SEARCH, stack.everStarted());
        }
    }

    @Test
    void promise11_noSecretIsInClearAnywhere() {
        // Given
        // When
        var finds = SEARCH.finds(Mark.Kind.SECRET);

        // Then
        assertThat(finds).isEmpty();
    }

    @Test
    void promise11_personalDataIsWhereItIsDocumentedAndNowhereElse() {
        // Given
        var documented = new TreeSet<>(DocumentedPlaces.OF_PERSONAL_DATA.keySet());

        // When
        var places = new TreeSet<>(SEARCH.places(Mark.Kind.PERSONAL));

        // Then
        // Both ways: a place that holds none any more is taken off the list, and one that is not searched is noticed.
        assertThat(places).isEqualTo(documented);
    }

    @Test
    void promise11_whatNobodyNeedsOfAPersonIsNotKeptAtAll() {
        // Given
        // When
        var finds = SEARCH.finds(Mark.Kind.UNASKED);

        // Then
        assertThat(finds).isEmpty();
    }

    @Test
    void promise11_personalDataInWhatNobodyCanReadGoesToTheDeadLettersAndNowhereElse() {
        // Given
        var theStorysOwn = MisdirectedCalls.STREWN;

        // When
        var places = SEARCH.places(Mark.Kind.STRAY);

        // Then
        assertThat(places)
                .filteredOn(place -> !theStorysOwn.contains(place.replace(", key", "")))
                .containsExactlyInAnyOrderElementsOf(DocumentedPlaces.OF_STRAYS);
    }

    @Test
    void theDocumentationNamesTheSamePlaces() {
        // Given
        var expected = new TreeSet<>(DocumentedPlaces.OF_PERSONAL_DATA.keySet());
        DocumentedPlaces.OF_STRAYS.stream()
                .filter(place -> !place.contains(","))
                .forEach(expected::add);

        // When
        var documented = new TreeSet<>(DocumentedPlaces.inTheDocumentation());

        // Then
        assertThat(documented).isEqualTo(expected);
    }

    @Test
    void findsWhatIsPlantedInEveryKindOfPlaceAndEverySpelling() throws SQLException {
        // Given
        var planted = Keys.marked("planted");
        var search = new Search();
        search.alsoFor(List.of(Mark.of(Mark.Kind.SECRET, "planted", planted)));
        var spellings = new LinkedHashMap<String, UnaryOperator<String>>();
        spellings.put("plain", text -> text);
        spellings.put("shouted", text -> text.toUpperCase(java.util.Locale.ROOT));
        spellings.put("in an address", text -> java.net.URLEncoder.encode(text, StandardCharsets.UTF_8));
        spellings.put("hex", text -> HexFormat.of().withUpperCase().formatHex(text.getBytes(StandardCharsets.UTF_8)));
        spellings.put("basic", text -> base64("client:" + text));
        spellings.put("basic, shifted", text -> base64("a-client:" + text + "\n"));
        spellings.put("basic, shifted again", text -> base64("my-client:" + text + "?"));
        spellings.put(
                "in a token", text -> Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));

        // When
        spellings.forEach((name, spelling) -> search.in(name, "before " + spelling.apply(planted) + " after"));
        plantOnATopic(planted);
        plantInATable(planted);
        try {
            SearchedPlaces.topics(search);
            SearchedPlaces.tables(search);
        } finally {
            dropTheTable();
        }

        // Then
        assertThat(search.places(Mark.Kind.SECRET))
                .containsAll(spellings.keySet())
                .contains(
                        "planted-here",
                        "planted-here, key",
                        "planted-here, header",
                        "public.planted.as_text",
                        "public.planted.as_json",
                        "public.planted.as_bytes");
    }

    private static void plantOnATopic(String planted) {
        Testbed.kafka().createTopic("planted-here", 3);
        try (var writer = new TopicWriter(Testbed.kafka().bootstrapServers())) {
            writer.send("planted-here", "k", Map.of(), planted);
            writer.send("planted-here", planted, Map.of(), "v");
            writer.send("planted-here", "k", Map.of("h", planted), "v");
        }
    }

    private static void plantInATable(String planted) throws SQLException {
        try (var connection = Testbed.postgres().superuser();
                var statement = connection.createStatement()) {
            statement.execute("create table public.planted (as_text text, as_json jsonb, as_bytes bytea)");
            try (var insert = connection.prepareStatement(
                    "insert into public.planted values (?, jsonb_build_object('x', ?::text), convert_to(?, 'UTF8'))")) {
                for (int i = 1; i <= 3; i++) {
                    insert.setString(i, planted);
                }
                insert.execute();
            }
        }
    }

    private static void dropTheTable() throws SQLException {
        try (var connection = Testbed.postgres().superuser();
                var statement = connection.createStatement()) {
            statement.execute("drop table public.planted");
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
