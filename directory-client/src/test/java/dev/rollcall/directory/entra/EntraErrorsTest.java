package dev.rollcall.directory.entra;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class EntraErrorsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: Invalid client secret\"} | WRONG_SECRET | secret is wrong",
                "{\"error\":\"invalid_client\",\"error_codes\":[7000222]} | EXPIRED_SECRET | has expired",
                "{\"error\":\"unauthorized_client\",\"error_codes\":[700016]} | UNKNOWN_CLIENT | Client ID",
                "{\"error\":\"invalid_request\",\"error_codes\":[90002]} | UNKNOWN_TENANT | tenant",
                "{\"error\":\"invalid_grant\",\"error_codes\":[53003]} | NOT_ALLOWED | Conditional Access",
                "{\"error\":\"invalid_grant\",\"error_codes\":[424242]} | OTHER | AADSTS424242",
                "{\"error\":\"invalid_client\"} | OTHER | invalid_client",
                "{\"error\":\"temporarily_unavailable\"} | PASSING | trouble",
                "{\"error\":\"x\",\"error_codes\":[90033]} | PASSING | AADSTS90033",
                "<html>Bad gateway</html> | NOT_ENTRA | can't be reached, or",
                "OIDC Server is not available | NOT_ENTRA | can't be reached, or",
                "~~ | NOT_ENTRA | can't be reached, or",
            })
    void saysWhatToDo(String body, TokenRefusal.Kind kind, String part) {
        // When
        var refusal = EntraErrors.of(body);

        // Then
        assertThat(refusal.kind()).isEqualTo(kind);
        assertThat(refusal.sentence()).contains(part);
    }

    @Test
    void promise11_repeatsNothingOfWhatWasSent() {
        // When
        var refusal = EntraErrors.of(
                "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: secret s3cr3t-Value of app\"}");

        // Then
        assertThat(refusal.toString()).doesNotContain("s3cr3t");
    }
}
