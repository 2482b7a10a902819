package dev.rollcall.sandbox;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeltaTest {
    private static final String START = "/v1.0/users/delta?$select=id,mail,givenName,surname,jobTitle,accountEnabled";

    private Sandbox sandbox;
    private Wire wire;
    private EntraTenant tenant;
    private String token;

    @BeforeEach
    void start() {
        sandbox = Sandbox.start();
        wire = new Wire(sandbox.uri());
        tenant = sandbox.tenant("8b1c0a4e-0000-4000-8000-000000000001");
        tenant.deltaPageSize(10);
        tenant.populate(25, 7);
        token = wire.tokenOf(tenant);
    }

    @AfterEach
    void stop() {
        wire.close();
        sandbox.close();
    }

    @Test
    void walksEverybodyInPagesAndEndsInADeltaLink() {
        // Given
        List<Integer> sizes = new ArrayList<>();
        List<String> ids = new ArrayList<>();

        // When
        JsonNode page = wire.get(START, token).json();
        while (true) {
            sizes.add(page.path("value").size());
            page.path("value").forEach(user -> ids.add(user.path("id").asText()));
            if (!page.has("@odata.nextLink")) {
                break;
            }
            page = wire.get(page.path("@odata.nextLink").asText(), token).json();
        }

        // Then
        assertThat(sizes).containsExactly(10, 10, 5);
        assertThat(ids)
                .containsExactlyElementsOf(
                        tenant.people().stream().map(Person::id).toList());
        assertThat(page.path("@odata.deltaLink").asText()).startsWith(sandbox.uri() + "/v1.0/users/delta?$deltatoken=");
    }

    @Test
    void aWalkMayShowHalfOfThemOrNobodyAndCloseAllTheSame() {
        // Given
        tenant.faults().walkShows(0.5);
        var half = new ArrayList<String>();
        JsonNode page = wire.get(START, token).json();
        while (page.has("@odata.nextLink")) {
            page.path("value").forEach(user -> half.add(user.path("id").asText()));
            page = wire.get(page.path("@odata.nextLink").asText(), token).json();
        }

        // When
        tenant.faults().walkShows(0);
        JsonNode empty = wire.get(START, token).json();
        tenant.faults().recover();

        // Then
        assertThat(half).hasSizeBetween(3, 22);
        assertThat(page.has("@odata.deltaLink")).isTrue();
        assertThat(empty.path("value")).isEmpty();
        assertThat(wire.get(START, token).json().path("value")).hasSize(10);
    }

    @Test
    void changesDuringTheWalkComeAfterIt() {
        // Given
        Person first = tenant.people().get(0);
        JsonNode page = wire.get(START, token).json();

        // When
        tenant.change(first.id(), person -> person.withJobTitle("Changed meanwhile"));
        String link = last(page);

        // Then
        JsonNode changes = wire.get(link, token).json();
        assertThat(changes.path("value")).hasSize(1);
        assertThat(changes.at("/value/0/jobTitle").asText()).isEqualTo("Changed meanwhile");
    }

    @Test
    void showsChangesDeletionsAndRestores() {
        // Given
        List<Person> people = tenant.people();
        String link = latest();
        Person hired = tenant.add(Person.of("Ada", "Example", "ada@contoso.example", "Engineer"));
        tenant.change(people.get(0).id(), person -> person.withJobTitle(null));
        tenant.softDelete(people.get(1).id());
        tenant.hardDelete(people.get(2).id());
        tenant.softDelete(people.get(3).id());
        tenant.restore(people.get(3).id());

        // When
        JsonNode round = wire.get(link, token).json();

        // Then
        assertThat(round.path("value")).hasSize(5);
        assertThat(byId(round, hired.id()).path("mail").asText()).isEqualTo("ada@contoso.example");
        assertThat(byId(round, people.get(1).id()).at("/@removed/reason").asText())
                .isEqualTo("changed");
        assertThat(byId(round, people.get(2).id()).at("/@removed/reason").asText())
                .isEqualTo("deleted");
        assertThat(byId(round, people.get(3).id()).has("@removed")).isFalse();
        assertThat(wire.get(round.path("@odata.deltaLink").asText(), token)
                        .json()
                        .path("value"))
                .isEmpty();
    }

    @Test
    void clearedIsNullAndNeverSetIsAbsent() {
        // Given
        Person titled = tenant.add(Person.of("Ada", "Example", "ada@contoso.example", "Engineer"));
        Person untitled = tenant.add(Person.of("Bo", "Example", "bo@contoso.example", null));
        String link = latest();
        tenant.change(titled.id(), person -> person.withJobTitle(null));
        tenant.change(untitled.id(), person -> person.withSurname("Other"));

        // When
        JsonNode round = wire.get(link, token).json();

        // Then
        assertThat(byId(round, titled.id()).path("jobTitle").isNull()).isTrue();
        assertThat(byId(round, untitled.id()).has("jobTitle")).isFalse();
    }

    @Test
    void whatIsNotSelectedIsNotTracked() {
        // Given
        Person person = tenant.people().get(0);
        String link = latest();

        // When
        tenant.change(person.id(), one -> one.withDepartment("Elsewhere"));

        // Then
        assertThat(wire.get(link, token).json().path("value")).isEmpty();
    }

    @Test
    void manyChangesComeInPages() {
        // Given
        String link = latest();
        tenant.people().forEach(person -> tenant.change(person.id(), one -> one.withSurname("Renamed")));

        // When
        JsonNode first = wire.get(link, token).json();

        // Then
        assertThat(first.path("value")).hasSize(10);
        assertThat(first.has("@odata.deltaLink")).isFalse();
        assertThat(wire.get(last(first), token).json().path("value")).isEmpty();
    }

    @Test
    void expiredTokenAsksForAFreshStart() {
        // Given
        String link = latest();

        // When
        tenant.expireDeltaTokens(true);
        Wire.Reply gone = wire.get(link, token);
        tenant.expireDeltaTokens(false);
        Wire.Reply lost = wire.get(link, token);

        // Then
        assertThat(gone.status()).isEqualTo(410);
        assertThat(wire.get(gone.header("Location"), token).json().path("value"))
                .hasSize(10);
        assertThat(lost.status()).isEqualTo(400);
        assertThat(lost.json().at("/error/code").asText()).isEqualTo("syncStateNotFound");
    }

    private String latest() {
        return wire.get(START + "&$deltatoken=latest", token)
                .json()
                .path("@odata.deltaLink")
                .asText();
    }

    private String last(JsonNode from) {
        JsonNode page = from;
        while (page.has("@odata.nextLink")) {
            page = wire.get(page.path("@odata.nextLink").asText(), token).json();
        }
        return page.path("@odata.deltaLink").asText();
    }

    private static JsonNode byId(JsonNode page, String id) {
        for (JsonNode user : page.path("value")) {
            if (user.path("id").asText().equals(id)) {
                return user;
            }
        }
        throw new AssertionError("not in the page: " + id);
    }
}
