package dev.rollcall.zenqms;

import java.util.Collections;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ZenQmsWireTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "Api Key", "X-Key:", "X-Kéy", "X-Key\r\nHost", "Host", "content-LENGTH", "Upgrade"})
    void refusesWhatIsNoHeaderOrIsTheConnectionsOwn(String name) {
        // Given
        var settings = Map.of("auth-header", name);

        // When
        var refusal = assertThatIllegalArgumentException().isThrownBy(() -> ZenQmsWire.from(settings));

        // Then
        refusal.withMessageContaining("auth-header");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer\n",
                "Schlüssel ",
                "0123456789012345678901234567890123456789012345678901234567890123456789"
            })
    void refusesAPrefixThatNoHeaderCanCarry(String prefix) {
        // Given
        var settings = Map.of("auth-prefix", prefix);

        // When
        var refusal = assertThatIllegalArgumentException().isThrownBy(() -> ZenQmsWire.from(settings));

        // Then
        refusal.withMessageContaining("auth-prefix");
    }

    @ParameterizedTest
    @ValueSource(strings = {"field-case", "status-field", "clear-external-id"})
    void promise11_saysWhatMayStandThereAndNotWhatDid(String setting) {
        // Given
        var settings = Map.of(setting, "a key in the wrong place");

        // When
        var refusal = assertThatIllegalArgumentException().isThrownBy(() -> ZenQmsWire.from(settings));

        // Then
        refusal.withMessageContaining(setting + " must be one of [").withMessageNotContaining("wrong place");
    }

    @Test
    void refusesASettingWithoutAValue() {
        // Given
        var settings = Collections.<String, String>singletonMap("auth-header", null);

        // When
        var refusal = assertThatIllegalArgumentException().isThrownBy(() -> ZenQmsWire.from(settings));

        // Then
        refusal.withMessageContaining("has no value");
    }

    @Test
    void takesAnotherHeaderWithoutAPrefix() {
        // Given
        var settings = Map.of("auth-header", "X-Api-Key", "auth-prefix", "");

        // When
        var wire = ZenQmsWire.from(settings);

        // Then
        assertThat(wire.authHeader()).isEqualTo("X-Api-Key");
        assertThat(wire.authPrefix()).isEmpty();
    }
}
