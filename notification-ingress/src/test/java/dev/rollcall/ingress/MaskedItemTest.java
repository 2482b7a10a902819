package dev.rollcall.ingress;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class MaskedItemTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    {'clientState':'s3cret','a':1}              | {'clientState':'***','a':1}
                    {'CLIENTSTATE':'s3cret'}                    | {'CLIENTSTATE':'***'}
                    {'clientState':['s3cret']}                  | {'clientState':'***'}
                    {'clientState':'s3cret','s3cret':'a s3cret'}| {'clientState':'***','***':'a ***'}
                    [{'clientState':'s3cret'}]                  | [{'clientState':'***'}]
                    ['s3cret','other']                          | ['***','other']
                    {'validationTokens':['t'],'encryptedContent':{}} | {'validationTokens':'***','encryptedContent':'***'}
                    's3cret or anything'                        | (a text of 18 characters)
                    42                                          | 42
                    """)
    void promise11_showsNoClientStateInAnyShape(String item, String masked) {
        // Given
        var json = Contoso.json(item.replace('\'', '"'));

        // When
        var text = MaskedItem.of(json, "s3cret"::equals);

        // Then
        assertThat(text).isEqualTo(masked.replace('\'', '"'));
    }

    @Test
    void keepsAtMost64KibibytesAndCutsNoCharacterInTwo() {
        // Given
        var json = Contoso.json("[\"" + "\uD83D\uDE00".repeat(40_000) + "\"]");

        // When
        var text = MaskedItem.of(json, clientState -> false);

        // Then
        assertThat(text.getBytes(StandardCharsets.UTF_8))
                .hasSizeBetween(MaskedItem.MOST_BYTES - 4, MaskedItem.MOST_BYTES);
        assertThat(Character.isHighSurrogate(text.charAt(text.length() - 1))).isFalse();
    }
}
