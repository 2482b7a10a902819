package dev.rollcall.diagnosis;

import java.util.UUID;

import dev.rollcall.diagnosis.Check.Status;
import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.sandbox.ZenDialect;
import dev.rollcall.sandbox.ZenQmsAccount;
import dev.rollcall.sandbox.ZenUser;
import dev.rollcall.zenqms.ZenQmsWire;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The dialects that ZenQMS may speak, and what reads can tell of them. */
class WireDiagnosisTest {

    private static Sandbox sandbox;

    private ZenQmsAccount account;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start();
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @BeforeEach
    void fill() {
        account = sandbox.account("key-" + UUID.randomUUID());
        for (int i = 0; i < 5; i++) {
            account.seed(ZenUser.of(UUID.randomUUID() + "@contoso.example", "Ada", "Lovelace", "QA")
                    .withExternalId(i == 0 ? null : "subject-" + i)
                    .withActive(i > 0));
        }
        account.addRole("77", "QA Approver", false);
    }

    @Test
    void findsAnotherHeader() {
        // Given
        account.dialect(new ZenDialect("x-api-key", "", false, "data"));

        // When
        var report = run(ZenQmsWire.PUBLISHED);

        // Then
        var header = Reports.check(report, "wire.auth-header");
        assertThat(header.status()).isEqualTo(Status.FAILED);
        assertThat(header.setting()).containsEntry("auth-header", "x-api-key").containsEntry("auth-prefix", "");
        assertThat(run(ZenQmsWire.from(report.provenSettings())).isGood()).isTrue();
    }

    @Test
    void findsCamelCase() {
        // Given
        account.dialect(new ZenDialect("Authorization", "Bearer ", true, "items"));

        // When
        var report = run(ZenQmsWire.PUBLISHED);

        // Then
        assertThat(report.checks())
                .filteredOn(Check::hasFailed)
                .singleElement()
                .satisfies(check -> assertThat(check.setting()).containsEntry("field-case", "camel"));
        assertThat(Reports.check(report, "wire.search-external-id").seen()).contains("finds the one who has it");
        assertThat(Reports.check(report, "wire.user-fields").seen()).contains("\"items\"");
        assertThat(run(ZenQmsWire.from(report.provenSettings())).isGood()).isTrue();
    }

    @Test
    void provesTheCaseOfABareArrayByItsSecondPage() {
        // Given
        account.dialect(new ZenDialect("Authorization", "Bearer ", false, ""));

        // When
        var report = run(ZenQmsWire.PUBLISHED);

        // Then
        assertThat(Reports.check(report, "wire.user-fields").seen()).contains("without a name");
        assertThat(Reports.check(report, "wire.paging").seen()).contains("no total is stated");
        assertThat(report.provenSettings()).containsEntry("field-case", "snake");
    }

    @Test
    void tellsCriteriaThatAreIgnoredAndPagesThatRepeat() {
        // Given
        account.externalIdFilterIgnored(true);
        account.idFilterIgnored(true);
        account.faults().pageRepeats(true);

        // When
        var report = run(ZenQmsWire.PUBLISHED);

        // Then
        assertThat(Reports.check(report, "wire.search-external-id").seen()).contains("ignored");
        assertThat(Reports.check(report, "wire.search-id").seen()).contains("ignored");
        assertThat(Reports.check(report, "wire.paging").status()).isEqualTo(Status.FAILED);
    }

    @Test
    void mindsASearchByMailThatFindsEverybody() {
        // Given
        account.faults().emailFilterIgnored(true);

        // When
        var byEmail = Reports.check(run(ZenQmsWire.PUBLISHED), "wire.search-email");

        // Then
        assertThat(byEmail.status()).isEqualTo(Status.FAILED);
    }

    @Test
    void saysWhatAnEmptyAccountCannotTell() {
        // When
        var report = Reports.zenQms(
                sandbox.uri(), sandbox.account("empty-" + UUID.randomUUID()).apiKey(), ZenQmsWire.PUBLISHED);

        // Then
        assertThat(report.isGood()).isTrue();
        assertThat(report.provenSettings()).doesNotContainKey("field-case");
        assertThat(Reports.check(report, "wire.paging").status()).isEqualTo(Status.OPEN);
    }

    private ConnectionReport run(ZenQmsWire wire) {
        return Reports.zenQms(sandbox.uri(), account.apiKey(), wire);
    }
}
