package dev.rollcall.manager.integration;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import dev.rollcall.manager.integration.IntegrationRequest.Directory;
import dev.rollcall.manager.integration.IntegrationRequest.Settings;
import dev.rollcall.manager.integration.IntegrationRequest.ZenQms;
import dev.rollcall.manager.integration.IntegrationValidator.Checked;
import dev.rollcall.manager.web.FieldProblem;
import dev.rollcall.model.IntegrationSettings.UserSync;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class IntegrationValidatorTest {

    private static final String TENANT = "7d96d549-841b-4092-9c09-89abae4c860c";
    private static final String LOGIN = "https://login.microsoftonline.com/";

    private final IntegrationValidator validator = new IntegrationValidator(rules(false));
    private final IntegrationValidator sandboxed = new IntegrationValidator(rules(true));

    @ParameterizedTest
    @CsvSource({
        "login.microsoftonline.com, https://graph.microsoft.com",
        "login.microsoftonline.us, https://graph.microsoft.us",
        "login.chinacloudapi.cn, https://microsoftgraph.chinacloudapi.cn",
        "LOGIN.microsoftonline.com, https://graph.microsoft.com",
    })
    void graphFollowsFromTheTokenUrlsCloud(String loginHost, String graphUrl) {
        // Given
        var request =
                request(entra("https://" + loginHost + "/", TENANT, null), zenQms("https://public-api.zenqms.com"));

        // When
        var checked = validator.create(request);

        // Then
        assertThat(valid(checked).entra().graphUrl()).hasToString(graphUrl);
        assertThat(valid(checked).entra().tenantId()).isEqualTo(TENANT);
    }

    @Test
    void departmentOfDefenseIsReachedByOverride() {
        // Given
        var request = request(
                entra("https://login.microsoftonline.us/", TENANT, "https://dod-graph.microsoft.us/v1.0/"),
                zenQms("https://public-api.zenqms.com"));

        // When
        var checked = validator.create(request);

        // Then
        assertThat(valid(checked).entra().graphUrl()).hasToString("https://dod-graph.microsoft.us");
    }

    @Test
    void aTokenOfAKnownCloudIsNotSentToAnotherHost() {
        // Given
        var request = request(
                entra(LOGIN, TENANT, "https://graph.elsewhere.example"), zenQms("https://public-api.zenqms.com"));

        // When
        var checked = validator.create(request);

        // Then
        assertThat(problems(checked)).extracting(FieldProblem::field).containsExactly("directory.graphUrl");
    }

    @Test
    void anUnknownLoginHostNeedsTheGraphUrl() {
        // Given
        var request = request(entra("https://login.example.org/", "t1", null), zenQms("https://zen.example.org"));

        // When
        var checked = validator.create(request);

        // Then
        assertThat(problems(checked)).extracting(FieldProblem::field).containsExactly("directory.graphUrl");
    }

    @ParameterizedTest
    @CsvSource({
        "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token, Replace {tenant}",
        "https://login.microsoftonline.com/%7Btenant%7D/oauth2/v2.0/token, Replace {tenant}",
        "https://login.microsoftonline.com/common/oauth2/v2.0/token, your own tenant",
        "https://login.microsoftonline.com/contoso.example/oauth2/v2.0/token, tenant ID",
        "https://login.microsoftonline.com/" + TENANT + "/oauth2/token, Write the Token URL like",
        "https://login.microsoftonline.com/" + TENANT + "/oauth2/v2.0/authorize, Write the Token URL like",
        "http://login.microsoftonline.com/" + TENANT + "/oauth2/v2.0/token, Use https",
        "ftp://login.microsoftonline.com/x, not a web address",
        "https://user@login.microsoftonline.com/" + TENANT + "/oauth2/v2.0/token, Leave out user name",
        "'not a url', not a URL",
        "'', Give the Token URL",
    })
    void sayWhatIsWrongWithTheTokenUrl(String tokenUrl, String sentence) {
        // Given
        var directory = new Directory("entra", authorizeUrl(LOGIN, TENANT), tokenUrl, "client", "secret", null);

        // When
        var checked = validator.create(request(directory, zenQms("https://public-api.zenqms.com")));

        // Then
        assertThat(problems(checked))
                .filteredOn(p -> p.field().equals("directory.tokenUrl"))
                .singleElement()
                .satisfies(p -> assertThat(p.message()).contains(sentence));
    }

    @Test
    void authorizeAndTokenUrlMustNameTheSameTenantAndHost() {
        // Given
        var directory = new Directory(
                "entra",
                authorizeUrl("https://login.microsoftonline.us/", "00000000-0000-0000-0000-000000000001"),
                tokenUrl(LOGIN, TENANT),
                "client",
                "secret",
                null);

        // When
        var checked = validator.create(request(directory, zenQms("https://public-api.zenqms.com")));

        // Then
        assertThat(problems(checked))
                .extracting(FieldProblem::message)
                .anyMatch(m -> m.contains("different hosts"))
                .anyMatch(m -> m.contains("different tenants"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.zenqms.com, https://public-api.zenqms.com",
        "https://sandbox.zenqms.com/, https://public-api-sandbox.zenqms.com",
    })
    void offersTheApisHostForTheOneOfThePages(String given, String offered) {
        // Given
        var request = request(entra(LOGIN, TENANT, null), zenQms(given));

        // When
        var checked = validator.create(request);

        // Then
        assertThat(problems(checked)).singleElement().satisfies(p -> {
            assertThat(p.field()).isEqualTo("zenqms.baseUrl");
            assertThat(p.message()).contains(offered);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "https://inside.example",
        "https://127.0.0.1",
        "https://[::1]",
        "https://10.1.2.3",
        "https://192.168.0.9",
        "https://172.16.0.1",
        "https://169.254.169.254",
        "https://[fd00::1]",
        "https://[fe80::1]",
        "https://100.64.0.1",
        "https://0.0.0.0",
        "https://[::ffff:127.0.0.1]",
        "https://192.0.0.8",
        "https://198.18.0.1",
        "https://198.19.9.9",
        "https://240.0.0.1",
        "https://255.255.255.255",
        "https://[64:ff9b::10.0.0.1]",
        "https://[64:ff9b:1::1]",
        "https://[2002:a00:1::1]",
        "https://[::10.0.0.1]",
    })
    void refusesAddressesInsideOurOwnNetwork(String url) {
        // Given
        var request = request(entra(LOGIN, TENANT, null), zenQms(url));

        // When
        var checked = validator.create(request);

        // Then
        assertThat(problems(checked))
                .singleElement()
                .satisfies(p -> assertThat(p.message()).contains("private address"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://198.20.0.1",
        "https://192.0.1.1",
        "https://[64:ff9b::203.0.113.5]",
        "https://[2002:cb00:7105::1]"
    })
    void allowsThePublicAddressesBesideThem(String url) {
        // Given
        var request = request(entra(LOGIN, TENANT, null), zenQms(url));

        // When
        var checked = validator.create(request);

        // Then
        assertThat(valid(checked).zenQmsUrl()).hasToString(url);
    }

    @Test
    void aNewHostMustHaveAnAddressAndOneOnRecordMayLackItForNow() {
        // Given
        var request = request(entra(LOGIN, TENANT, null), zenQms("https://nowhere.example"));

        // When
        var created = validator.create(request);
        var changed =
                validator.change(request, URI.create(tokenUrl(LOGIN, TENANT)), URI.create("https://nowhere.example"));

        // Then
        assertThat(problems(created)).singleElement().satisfies(p -> {
            assertThat(p.field()).isEqualTo("zenqms.baseUrl");
            assertThat(p.message()).contains("nowhere.example");
        });
        assertThat(valid(changed).zenQmsUrl()).hasToString("https://nowhere.example");
    }

    @Test
    void aWireSettingWithoutAValueIsRefused() {
        // Given
        var wire = Collections.<String, String>singletonMap("auth-header", null);
        var request = request(entra(LOGIN, TENANT, null), new ZenQms("https://public-api.zenqms.com", "key", wire));

        // When
        var checked = validator.create(request);

        // Then
        assertThat(problems(checked)).extracting(FieldProblem::field).containsExactly("zenqms.wire");
    }

    @Test
    void allowsTheSandboxWhenTheOperatorDoes() {
        // Given
        var request = request(
                entra("http://127.0.0.1:8190/", "demo", "http://127.0.0.1:8190"), zenQms("http://127.0.0.1:8190"));

        // When
        var checked = sandboxed.create(request);

        // Then
        assertThat(valid(checked).zenQmsUrl()).hasToString("http://127.0.0.1:8190");
    }

    @Test
    void namesEverythingThatIsWrongAtOnce() {
        // Given
        var request = new IntegrationRequest(
                " ",
                new Directory("ldap", null, null, null, null, null),
                new ZenQms(null, null, Map.of("colour", "red")),
                new Settings("later", null, null, List.of("ok", ""), 101, -1, 0, 65, null));

        // When
        var checked = validator.create(request);

        // Then
        assertThat(problems(checked))
                .extracting(FieldProblem::field)
                .containsExactlyInAnyOrder(
                        "name",
                        "directory.kind",
                        "directory.authorizeUrl",
                        "directory.tokenUrl",
                        "directory.clientId",
                        "directory.clientSecret",
                        "zenqms.baseUrl",
                        "zenqms.apiKey",
                        "zenqms.wire",
                        "settings.initialSync",
                        "settings.protectedPeople[1]",
                        "settings.brakePercent",
                        "settings.brakeAtLeast",
                        "settings.zenQmsRequestsPerSecond",
                        "settings.zenQmsConcurrency");
    }

    @Test
    void whatIsNotSaidIsTheDefault() {
        // Given
        var request = request(entra(LOGIN, TENANT, null), zenQms("https://public-api.zenqms.com/"));

        // When
        var checked = validator.create(request);

        // Then
        assertThat(valid(checked).userSync()).isEqualTo(UserSync.DEFAULT);
        assertThat(valid(checked).initialSync()).isEqualTo(InitialSync.FULL);
        assertThat(valid(checked).zenQmsUrl()).hasToString("https://public-api.zenqms.com");
    }

    @Test
    void whoOnlyLinksCreatesNobodyUnlessSaid() {
        // Given
        var linkOnly = new Settings("link-only", null, null, null, null, null, null, null, null);
        var request = new IntegrationRequest(
                "One", entra(LOGIN, TENANT, null), zenQms("https://public-api.zenqms.com"), linkOnly);

        // When
        var checked = validator.create(request);

        // Then
        assertThat(valid(checked).userSync().createPeople()).isFalse();
        assertThat(valid(checked).userSync().initialSyncLinksOnly())
                .as("a preview of it must not show more")
                .isTrue();
        assertThat(valid(checked).initialSync()).isEqualTo(InitialSync.LINK_ONLY);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // token host on record, ZenQMS host on record, fields that need their secret again
                "login.microsoftonline.com, public-api.zenqms.com, -",
                "login.microsoftonline.us, public-api.zenqms.com, directory.clientSecret",
                "login.microsoftonline.com, public-api-sandbox.zenqms.com, zenqms.apiKey",
            })
    void aSecretOnRecordIsNotSentToANewHost(String tokenHost, String zenQmsHost, String field) {
        // Given
        var request = request(
                new Directory("entra", authorizeUrl(LOGIN, TENANT), tokenUrl(LOGIN, TENANT), "client", null, null),
                new ZenQms("https://public-api.zenqms.com", null, null));

        // When
        var checked = validator.change(
                request,
                URI.create("https://" + tokenHost + "/" + TENANT + "/oauth2/v2.0/token"),
                URI.create("https://" + zenQmsHost));

        // Then
        var fields = checked instanceof Checked.Invalid(var problems)
                ? problems.stream().map(FieldProblem::field).toList()
                : List.<String>of();
        assertThat(fields).isEqualTo(field == null ? List.of() : List.of(field));
    }

    private static IntegrationRequest request(Directory directory, ZenQms zenQms) {
        return new IntegrationRequest("One", directory, zenQms, null);
    }

    private static Directory entra(String login, String tenant, String graphUrl) {
        return new Directory(
                "entra", authorizeUrl(login, tenant), tokenUrl(login, tenant), "client", "secret", graphUrl);
    }

    private static String authorizeUrl(String login, String tenant) {
        return login + tenant + "/oauth2/v2.0/authorize";
    }

    private static String tokenUrl(String login, String tenant) {
        return login + tenant + "/oauth2/v2.0/token";
    }

    private static ZenQms zenQms(String baseUrl) {
        return new ZenQms(baseUrl, "key", null);
    }

    private static Checked.Valid valid(Checked checked) {
        assertThat(checked).isInstanceOf(Checked.Valid.class);
        return (Checked.Valid) checked;
    }

    private static List<FieldProblem> problems(Checked checked) {
        assertThat(checked).isInstanceOf(Checked.Invalid.class);
        return ((Checked.Invalid) checked).problems();
    }

    /** Names are public but for one; addresses stand for themselves. */
    private static EndpointRules rules(boolean allowInsecure) {
        return new EndpointRules(allowInsecure, host -> {
            if (host.startsWith("nowhere")) {
                return List.of();
            }
            try {
                var isAddress = host.startsWith("[") || host.matches("[0-9.]+");
                var address = isAddress ? host : host.startsWith("inside") ? "10.0.0.7" : "203.0.113.5";
                return List.of(InetAddress.getByName(address));
            } catch (UnknownHostException e) {
                return List.of();
            }
        });
    }
}
