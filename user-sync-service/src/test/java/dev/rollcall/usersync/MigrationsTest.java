package dev.rollcall.usersync;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What libraries want in our schema is there as they say it. */
class MigrationsTest {

    @Test
    void theBudgetsTablesAreThoseOfTheLibrary() throws IOException {
        assertThat(text("/db/migration/V2__zenqms_budget.sql")).isEqualTo(text("/zenqms/budget.sql"));
    }

    private static String text(String resource) throws IOException {
        try (var in = MigrationsTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
