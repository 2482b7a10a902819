package dev.rollcall.manager.integration;

import dev.rollcall.manager.integration.IntegrationRequest.Directory;
import dev.rollcall.manager.integration.IntegrationRequest.Settings;
import dev.rollcall.model.IntegrationSettings.UserSync;
import dev.rollcall.outbox.MessageJson;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class IntegrationOverlayTest {

    private static final MessageJson JSON = MessageJson.create();
    private static final String PATH = "/7d96d549-841b-4092-9c09-89abae4c860c/oauth2/v2.0/token";

    private final IntegrationOverlay overlay = new IntegrationOverlay(JSON);

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // kind of initial sync and creating in the patch, creating in the result: empty is derived
                "link-only, -, -",
                "link-only, true, true",
                "full, -, true",
                "-, -, true",
                "-, false, false",
            })
    void anotherInitialSyncBringsItsOwnDefaultForCreating(String initialSync, Boolean patched, Boolean result) {
        // Given
        var settings = new Settings(initialSync, patched, null, null, null, null, null, null, null);
        var patch = new IntegrationRequest(null, null, null, settings);

        // When
        var wanted = overlay.overlay(onRecord(), patch);

        // Then
        assertThat(wanted.settings().createPeople()).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // login host and Graph in the patch, Graph in the result: empty is derived
                "login.microsoftonline.us, -, -",
                "login.microsoftonline.us, https://dod-graph.microsoft.us, https://dod-graph.microsoft.us",
                "LOGIN.microsoftonline.com, -, https://graph.microsoft.com",
            })
    void anotherCloudHasAnotherGraph(String login, String graphUrl, String result) {
        // Given
        var directory = new Directory(null, null, "https://" + login + PATH, null, null, graphUrl);
        var patch = new IntegrationRequest(null, directory, null, null);

        // When
        var wanted = overlay.overlay(onRecord(), patch);

        // Then
        assertThat(wanted.directory().graphUrl()).isEqualTo(result);
    }

    private static Integration onRecord() {
        var integration = new Integration();
        integration.name = "One";
        integration.tokenUrl = "https://login.microsoftonline.com" + PATH;
        integration.graphUrl = "https://graph.microsoft.com";
        integration.zenQmsWire = "{}";
        integration.initialSync = InitialSync.FULL;
        integration.userSync = JSON.text(UserSync.DEFAULT);
        return integration;
    }
}
