package dev.rollcall.manager.connection;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class EntraErrorsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: Invalid client secret\"} | Refused | secret is wrong",
                "{\"error\":\"invalid_client\",\"error_codes\":[7000222]} | Refused | has expired",
                "{\"error\":\"unauthorized_client\",\"error_codes\":[700016]} | Refused | Client ID",
                "{\"error\":\"invalid_request\",\"error_codes\":[90002]} | Refused | tenant",
                "{\"error\":\"invalid_grant\",\"error_codes\":[53003]} | Refused | Conditional Access",
                "{\"error\":\"invalid_grant\",\"error_codes\":[424242]} | Refused | AADSTS424242",
                "{\"error\":\"invalid_client\"} | Refused | invalid_client",
                "{\"error\":\"temporarily_unavailable\"} | Unavailable | trouble",
                "{\"error\":\"x\",\"error_codes\":[90033]} | Unavailable | AADSTS90033",
                "<html>Bad gateway</html> | Unavailable | can't be reached, or",
                "OIDC Server is not available | Unavailable | can't be reached, or",
                "~~ | Unavailable | can't be reached, or",
            })
    void saysWhatToDo(String body, String kind, String part) {
        // When
        var failure = EntraErrors.of(body);

        // Then
        assertThat(failure.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(failure).hasMessageContaining(part);
    }
}
