package dev.rollcall.sandbox;

import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a connection test meets at ZenQMS: other spellings of the API, and tokens that may not do all. */
class DialectTest {
    private static final String KEY = "dialect-key";

    private Sandbox sandbox;
    private Wire wire;

    @BeforeEach
    void start() {
        sandbox = Sandbox.start();
        wire = new Wire(sandbox.uri());
        for (int i = 0; i < 3; i++) {
            sandbox.account(KEY)
                    .seed(ZenUser.of("user" + i + "@contoso.example", "Ada", "L", "Lead")
                            .withExternalId("ext-" + i));
        }
    }

    @AfterEach
    void stop() {
        wire.close();
        sandbox.close();
    }

    @Test
    void anotherHeaderTakesTheBearersPlace() {
        // When
        sandbox.account(KEY).dialect(new ZenDialect("x-api-key", "", false, "data"));

        // Then
        assertThat(search(Map.of("Authorization", "Bearer " + KEY), "{}").status())
                .isEqualTo(401);
        assertThat(search(Map.of("x-api-key", KEY), "{}").status()).isEqualTo(200);
    }

    @Test
    void camelCaseIsSpokenAndUnderstoodAndSnakeCaseIgnored() {
        // When
        sandbox.account(KEY).dialect(new ZenDialect("Authorization", "Bearer ", true, "items"));

        // Then
        var bearer = Map.of("Authorization", "Bearer " + KEY);
        var two = search(bearer, "{\"page\":1,\"pageSize\":2}").json();
        assertThat(two.path("items")).hasSize(2);
        assertThat(two.path("pageSize").asInt()).isEqualTo(2);
        assertThat(two.at("/items/0/externalId").asText()).isEqualTo("ext-0");
        assertThat(search(bearer, "{\"page\":1,\"page_size\":2}").json().path("items"))
                .hasSize(3);
        assertThat(search(bearer, "{\"externalId\":\"ext-1\"}").json().path("items"))
                .hasSize(1);
    }

    @Test
    void aBareArrayStatesNothing() {
        // When
        wire.call("PUT", "/sandbox/accounts/" + KEY, null, "{\"dialect\":{\"listKey\":\"\"}}");

        // Then
        var body = search(Map.of("Authorization", "Bearer " + KEY), "{}").json();
        assertThat(body.isArray()).isTrue();
        assertThat(body).hasSize(3);
    }

    @Test
    void aTokenMayLackAccess() {
        // When
        sandbox.account(KEY).forbidden(Set.of(ZenFaults.SEARCH));

        // Then
        var bearer = Map.of("Authorization", "Bearer " + KEY);
        assertThat(search(bearer, "{}").status()).isEqualTo(403);
        assertThat(wire.post("/v2/roles/search", KEY, "{}").status()).isEqualTo(200);
    }

    private Wire.Reply search(Map<String, String> headers, String body) {
        return wire.postWith(headers, "/v2/users/search", body);
    }
}
