package dev.rollcall.ingress;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class GraphPostReaderTest {

    private final GraphPostReader reader = new GraphPostReader(64, 3);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    ""                          | NOT_JSON
                    value=1                     | NOT_JSON
                    {'value':[                  | NOT_JSON
                    {'value':[]} and more       | NOT_JSON
                    []                          | NO_VALUE
                    null                        | NO_VALUE
                    {}                          | NO_VALUE
                    {'value':{}}                | NO_VALUE
                    {'value':null}              | NO_VALUE
                    {'value':[1,2,3,4]}         | TOO_LARGE
                    """)
    void saysWhyABodyHasNoItems(String body, Rejected why) {
        // Given
        var bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);

        // When
        var post = reader.read(bytes);

        // Then
        assertThat(post).isEqualTo(new GraphPost.Refused(why));
    }

    @Test
    void readsAnEmptyArrayAsNoItems() {
        // Given
        var bytes = Contoso.fixture("empty").getBytes(StandardCharsets.UTF_8);

        // When
        var post = reader.read(bytes);

        // Then
        assertThat(post)
                .isInstanceOfSatisfying(
                        GraphPost.Items.class,
                        items -> assertThat(items.items()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{},", "[],", "1,", "{\"a\":{}},"})
    void refusesWhatWouldBecomeManyTimesAsLargeInMemory(String item) {
        // Given
        var bytes = ("{\"value\":[],\"x\":[" + item.repeat(20_000) + "0]}").getBytes(StandardCharsets.UTF_8);

        // When
        var post = reader.read(bytes);

        // Then
        assertThat(post).isEqualTo(new GraphPost.Refused(Rejected.TOO_LARGE));
    }

    @Test
    void readsAsManyRealItemsAsFitIntoABody() {
        // Given
        var item = Contoso.items("group-member-added-and-removed-at-once")
                .getFirst()
                .toString();
        var many = 4 * 1024 * 1024 / (item.length() + 1);
        var bytes = ("{\"value\":[" + (item + ",").repeat(many - 1) + item + "]}").getBytes(StandardCharsets.UTF_8);

        // When
        var post = new GraphPostReader(64, many).read(bytes);

        // Then
        assertThat(post)
                .isInstanceOfSatisfying(
                        GraphPost.Items.class,
                        items -> assertThat(items.items()).hasSize(many));
    }

    @Test
    void refusesWhatIsNoUtf8() {
        // Given
        var bytes = new byte[] {'{', '"', 'v', 'a', 'l', 'u', 'e', '"', ':', '[', '"', (byte) 0xC3, '(', '"', ']', '}'};

        // When
        var post = reader.read(bytes);

        // Then
        assertThat(post).isEqualTo(new GraphPost.Refused(Rejected.NOT_JSON));
    }

    @Test
    void refusesWhatIsNestedTooDeep() {
        // Given
        var bytes = ("{\"value\":[" + "[".repeat(100) + "]".repeat(100) + "]}").getBytes(StandardCharsets.UTF_8);

        // When
        var post = reader.read(bytes);

        // Then
        assertThat(post).isEqualTo(new GraphPost.Refused(Rejected.NOT_JSON));
    }
}
