package dev.rollcall.ingress;

import java.util.List;

import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.IntegrationSettings;
import dev.rollcall.model.IntegrationState;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DoorsTest {

    private final Doors doors = new Doors();

    @Test
    void findsAnIntegrationByItsKeyAndNoneByAnother() {
        // Given
        doors.apply(Contoso.settings(1, IntegrationState.ACTIVE));

        // When
        var found = doors.find(Contoso.KEY);
        var other = doors.find(Contoso.KEY + "x");

        // Then
        assertThat(found).map(Door::integrationId).contains(Contoso.ID);
        assertThat(other).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "client-state-of-contoso, true",
        "second-client-state, true",
        "client-state-of-contosO, false",
        "client-state-of-contoso2, false",
        "'', false",
        ", false"
    })
    void recognisesEveryClientStateThatIsValidNowAndNoOther(String clientState, boolean recognised) {
        // Given
        var door = Contoso.door();

        // When
        var answer = door.recognises(clientState);

        // Then
        assertThat(answer).isEqualTo(recognised);
    }

    @ParameterizedTest
    @CsvSource({
        "DRAFT, true",
        "ACTIVE, true",
        "PAUSED, true",
        "NEEDS_AUTHORIZATION, true",
        "UNKNOWN, true",
        "REMOVING, false",
        "REMOVED, false"
    })
    void isClosedOnlyForAnIntegrationThatGoesAway(IntegrationState state, boolean open) {
        // Given
        doors.apply(Contoso.settings(1, state));

        // When
        var door = doors.find(Contoso.KEY).orElseThrow();

        // Then
        assertThat(door.isOpen()).isEqualTo(open);
    }

    @Test
    void promise5_ignoresALowerVersionThanTheKnownOne() {
        // Given
        doors.apply(Contoso.settings(5, IntegrationState.REMOVED));

        // When
        doors.apply(Contoso.settings(4, IntegrationState.ACTIVE));

        // Then
        assertThat(doors.find(Contoso.KEY).orElseThrow().isOpen()).isFalse();
    }

    @Test
    void forgetsAKeyThatWasReplaced() {
        // Given
        doors.apply(Contoso.settings(1, IntegrationState.ACTIVE));

        // When
        doors.apply(Contoso.settings(Contoso.ID, 2, IntegrationState.ACTIVE, "another-key", Contoso.CLIENT_STATE));

        // Then
        assertThat(doors.find(Contoso.KEY)).isEmpty();
        assertThat(doors.find("another-key")).map(Door::settingsVersion).contains(2L);
    }

    @Test
    void closesTheDoorOfSettingsThatNoLongerHaveOneAndOfARecordThatIsGone() {
        // Given
        var fabrikam = new IntegrationId("fabrikam");
        doors.apply(Contoso.settings(1, IntegrationState.ACTIVE));
        doors.apply(Contoso.settings(fabrikam, 1, IntegrationState.ACTIVE, "fabrikam-key"));

        // When
        doors.apply(Contoso.settings(Contoso.ID, 2, IntegrationState.DRAFT, null));
        doors.forget(fabrikam);

        // Then
        assertThat(doors.find(Contoso.KEY)).isEmpty();
        assertThat(doors.find("fabrikam-key")).isEmpty();
    }

    @Test
    void keepsWhatItKnewWhenAHashIsNone() {
        // Given
        doors.apply(Contoso.settings(1, IntegrationState.ACTIVE));
        var good = Contoso.settings(2, IntegrationState.ACTIVE);
        var broken = new IntegrationSettings(
                good.envelope(),
                2,
                good.state(),
                good.name(),
                good.directory(),
                new IntegrationSettings.Door(Sha256.hexOf(Contoso.KEY), List.of("not a hash")),
                null);

        // When
        assertThatIllegalArgumentException().isThrownBy(() -> doors.apply(broken));

        // Then
        assertThat(doors.find(Contoso.KEY)).map(Door::settingsVersion).contains(1L);
    }
}
