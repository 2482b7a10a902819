package dev.rollcall.sandbox;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ZenQmsTest {
    private static final String KEY = "key-of-a-test";
    private static final String ADA = """
            {"external_id":"e1","email":"ada@contoso.example","first_name":"Ada","last_name":"Example","title":"Engineer","is_active":true}""";

    private Sandbox sandbox;
    private Wire wire;
    private ZenQmsAccount account;

    @BeforeEach
    void start() {
        sandbox = Sandbox.start();
        wire = new Wire(sandbox.uri());
        account = sandbox.account(KEY);
    }

    @AfterEach
    void stop() {
        wire.close();
        sandbox.close();
    }

    @Test
    void createsAUserWithANumberAsId() {
        // Given
        String body = ADA;

        // When
        Wire.Reply reply = wire.post("/v2/users", KEY, body);

        // Then
        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json().path("id").isTextual()).isTrue();
        assertThat(reply.json().path("id").asText()).matches("\\d+");
        assertThat(reply.json().path("external_id").asText()).isEqualTo("e1");
        assertThat(reply.json().path("is_active").asBoolean()).isTrue();
        assertThat(reply.json().path("roles").isArray()).isTrue();
        assertThat(account.byExternalId("e1")).isPresent();
        assertThat(account.mailsCaused()).isEmpty();
    }

    @Test
    void changesOnlyTheGivenFieldsAndNullClearsTheLink() {
        // Given
        String id = create(ADA);

        // When
        JsonNode changed =
                patch(id, "{\"title\":\"Director\",\"external_id\":null}").json();

        // Then
        assertThat(changed.path("title").asText()).isEqualTo("Director");
        assertThat(changed.path("external_id").isNull()).isTrue();
        assertThat(changed.path("email").asText()).isEqualTo("ada@contoso.example");
        assertThat(account.byExternalId("e1")).isEmpty();
    }

    @Test
    void anAddressBelongsToOneUserOverAllAccounts() {
        // Given
        sandbox.account("another-key").seed(ZenUser.of("Ada@Contoso.example", "Ada", "Elsewhere", "Engineer"));
        account.takenElsewhere("bo@contoso.example");

        // When
        Wire.Reply inOtherAccount = wire.post("/v2/users", KEY, ADA);
        Wire.Reply outside = wire.post("/v2/users", KEY, ADA.replace("ada@", "BO@"));
        JsonNode search = search("{\"email\":\"ada@contoso.example\"}");

        // Then
        assertThat(inOtherAccount.status()).isEqualTo(409);
        assertThat(outside.status()).isEqualTo(409);
        assertThat(search.path("total").asInt()).isZero();
    }

    @Test
    void aFreedAddressCanBeTakenAgain() {
        // Given
        String id = create(ADA);
        patch(id, "{\"email\":\"ada.new@contoso.example\"}");

        // When
        Wire.Reply reply = wire.post("/v2/users", KEY, ADA.replace("e1", "e2"));

        // Then
        assertThat(reply.status()).isEqualTo(201);
    }

    @Test
    void refusesWhatItCannotTake() {
        // Given
        String international = ADA.replace("ada@", "adä@");
        String untitled = ADA.replace("\"title\":\"Engineer\",", "");
        String unknownField = ADA.replace("first_name", "firstName");

        // When
        List<Integer> statuses = List.of(
                wire.post("/v2/users", KEY, international).status(),
                wire.post("/v2/users", KEY, untitled).status(),
                wire.post("/v2/users", KEY, unknownField).status(),
                patch("9999", "{\"title\":\"x\"}").status());

        // Then
        assertThat(statuses).containsExactly(422, 422, 400, 404);
    }

    @Test
    void tellsAWrongKeyFromOneThatIsNotActivated() {
        // Given
        account.activated(false);

        // When
        int wrong = wire.post("/v2/users/search", "nonsense", "{}").status();
        int asleep = wire.post("/v2/users/search", KEY, "{}").status();

        // Then
        assertThat(wrong).isEqualTo(401);
        assertThat(asleep).isEqualTo(403);
    }

    @Test
    void searchesByCriteriaAndPages() {
        // Given
        for (int i = 0; i < 7; i++) {
            account.seed(ZenUser.of("user" + i + "@contoso.example", "Name" + i, "Example", "Engineer")
                    .withExternalId("e" + i)
                    .withActive(i != 3));
        }

        // When
        JsonNode byEmail = search("{\"email\":\"USER2@contoso.example\"}");
        JsonNode byExternalId = search("{\"external_id\":\"e4\"}");
        JsonNode inactive = search("{\"is_active\":false}");
        JsonNode secondPage = search("{\"page\":2,\"page_size\":3}");

        // Then
        assertThat(byEmail.at("/data/0/first_name").asText()).isEqualTo("Name2");
        assertThat(byExternalId.path("total").asInt()).isEqualTo(1);
        assertThat(byExternalId.at("/data/0/email").asText()).isEqualTo("user4@contoso.example");
        assertThat(inactive.at("/data/0/status").asText()).isEqualTo("disabled");
        assertThat(secondPage.path("data")).hasSize(3);
        assertThat(secondPage.at("/data/0/first_name").asText()).isEqualTo("Name3");
        assertThat(secondPage.path("total").asInt()).isEqualTo(7);
        assertThat(wire.post("/v2/users/search", KEY, "{\"page_size\":101}").status())
                .isEqualTo(400);
    }

    @Test
    void anIgnoredFilterReturnsEverybody() {
        // Given
        account.seed(ZenUser.of("one@contoso.example", "One", "Example", "Engineer"));
        account.seed(ZenUser.of("two@contoso.example", "Two", "Example", "Engineer"));
        account.externalIdFilterIgnored(true);

        // When
        JsonNode found = search("{\"external_id\":\"nobody\"}");

        // Then
        assertThat(found.path("total").asInt()).isEqualTo(2);
    }

    @Test
    void anIgnoredIdReturnsEverybodyToo() {
        // Given
        String id = create(ADA);
        account.seed(ZenUser.of("two@contoso.example", "Two", "Example", "Engineer"));
        account.idFilterIgnored(true);

        // When
        JsonNode found = search("{\"id\":\"" + id + "\"}");

        // Then
        assertThat(found.path("total").asInt()).isEqualTo(2);
    }

    @Test
    void aCappedPageHoldsAndStatesLessThanWasAsked() {
        // Given
        for (int i = 0; i < 7; i++) {
            account.seed(ZenUser.of("user" + i + "@contoso.example", "Name" + i, "Example", "Engineer"));
        }
        account.pageCap(3);

        // When
        JsonNode second = search("{\"page\":2,\"page_size\":100}");

        // Then
        assertThat(second.path("data")).hasSize(3);
        assertThat(second.at("/data/0/first_name").asText()).isEqualTo("Name3");
        assertThat(second.path("page_size").asInt()).isEqualTo(3);
        assertThat(second.path("total").asInt()).isEqualTo(7);
    }

    @Test
    void notesActivationsInvitationsAndIdleWrites() {
        // Given
        String id = create(ADA);
        patch(id, "{\"is_active\":false}");

        // When
        patch(id, "{\"is_active\":true}");
        patch(id, "{\"title\":\"Engineer\"}");
        patch(id, "{\"title\":\"Lead\",\"invite\":true}");

        // Then
        assertThat(account.mailsCaused()).containsExactly("activation of user " + id, "invitation of user " + id);
        assertThat(account.writesWithoutDifference())
                .extracting(RecordedCall::body)
                .containsExactly("{\"title\":\"Engineer\"}");
    }

    @Test
    void givesAndTakesRolesWithEitherCarrier() {
        // Given
        account.addRole("77", "Author", false);
        account.addRole("78", "Reader", true);
        String id = create(ADA);

        // When
        wire.post("/v2/users/" + id + "/roles/add", KEY, "{\"role_ids\":[\"77\",\"78\"]}");
        int byBody = wire.call("DELETE", "/v2/users/" + id + "/roles/remove", KEY, "{\"role_ids\":[\"77\"]}")
                .status();
        int byQuery = wire.call("DELETE", "/v2/users/" + id + "/roles/remove?role_ids=78", KEY, null)
                .status();

        // Then
        assertThat(List.of(byBody, byQuery)).containsOnly(200);
        assertThat(account.users().get(0).roles()).isEmpty();
        JsonNode roles =
                wire.post("/v2/roles/search", KEY, "{\"name\":\"read\"}").json();
        assertThat(roles.at("/data/0/is_default").asBoolean()).isTrue();
    }

    @Test
    void aLostAnswerStillDidItsWork() {
        // Given
        account.loseNextAnswers(1);

        // When
        assertThatThrownBy(() -> wire.post("/v2/users", KEY, ADA)).isInstanceOf(UncheckedIOException.class);

        // Then
        assertThat(account.byExternalId("e1")).isPresent();
        assertThat(account.calls()).extracting(RecordedCall::status).containsExactly(0);
    }

    @Test
    void theHookRunsBetweenEffectAndAnswer() {
        // Given
        List<String> seen = new CopyOnWriteArrayList<>();
        account.beforeResponse(call ->
                seen.add(call.operation() + " " + account.byExternalId("e1").isPresent()));

        // When
        int status = wire.post("/v2/users", KEY, ADA).status();

        // Then
        assertThat(status).isEqualTo(201);
        assertThat(seen).containsExactly("POST /v2/users true");
    }

    @Test
    void existingUsersHaveDirectoryMailsAndOneBelongsToSomebodyElse() {
        // Given
        EntraTenant tenant = sandbox.tenant("8b1c0a4e-0000-4000-8000-000000000001");
        tenant.populate(200, 1);

        // When
        List<ZenUser> existing = account.seedExisting(tenant, 30);

        // Then
        assertThat(existing)
                .hasSize(30)
                .allSatisfy(user -> assertThat(tenant.people())
                        .anyMatch(person -> user.email().equalsIgnoreCase(person.mail())));
        assertThat(existing.subList(0, 29))
                .allSatisfy(user -> assertThat(user.externalId()).isNull());
        assertThat(existing.get(29).externalId()).isNotNull();
        assertThat(existing).anyMatch(user -> user.title().startsWith("Former "));
    }

    private String create(String body) {
        return wire.post("/v2/users", KEY, body).json().path("id").asText();
    }

    private Wire.Reply patch(String id, String body) {
        return wire.call("PATCH", "/v2/users/" + id, KEY, body);
    }

    private JsonNode search(String criteria) {
        return wire.post("/v2/users/search", KEY, criteria).json();
    }
}
