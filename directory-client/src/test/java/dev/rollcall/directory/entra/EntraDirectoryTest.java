package dev.rollcall.directory.entra;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.DirectoryLook;
import dev.rollcall.model.DirectoryPerson;
import dev.rollcall.model.PersonAttribute;
import dev.rollcall.model.SubjectId;
import dev.rollcall.sandbox.EntraTenant;
import dev.rollcall.sandbox.Person;
import dev.rollcall.sandbox.Sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The Graph adapter against the sandbox's wire. */
class EntraDirectoryTest {

    private static Sandbox sandbox;
    private static HttpClient http;

    private EntraTenant tenant;
    private String token;
    private EntraDirectory directory;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start();
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterAll
    static void stop() {
        sandbox.close();
        http.close();
    }

    @BeforeEach
    void freshTenant() throws Exception {
        tenant = sandbox.tenant(UUID.randomUUID().toString());
        token = token(tenant);
        directory = directory(tenant.tenantId());
    }

    @Test
    void looksAtMoreThanABatchHoldsAndReadsEveryMappedField() {
        // Given
        var ids = new ArrayList<SubjectId>();
        for (int i = 0; i < 45; i++) {
            ids.add(id(tenant.add(
                    Person.of("Ada" + i, "Lovelace", "ada" + i + "@" + tenant.tenantId() + ".example", "Programmer"))));
        }

        // When
        var looks = directory.users().look(ids, List::of);

        // Then
        assertThat(looks).hasSize(45).containsOnlyKeys(ids);
        assertThat(looks.get(ids.get(7)))
                .isEqualTo(new DirectoryLook.Present(new DirectoryPerson(
                        ids.get(7),
                        "ada7@" + tenant.tenantId() + ".example",
                        "Ada7",
                        "Lovelace",
                        "Programmer",
                        true,
                        false)));
    }

    @Test
    void readsOfPeopleBesidesWhatAScopeAsksForAndNothingElse() {
        // Given
        var ada = id(tenant.add(Person.of("Ada", "Lovelace", "ada@" + tenant.tenantId() + ".example", "Programmer")
                .withDepartment("Quality")));
        var asked = Set.of(PersonAttribute.DEPARTMENT, PersonAttribute.COUNTRY);

        // When
        var looked = directory.users(asked).look(List.of(ada), List::of).get(ada);
        var walked = directory.walk(asked).first().people().getFirst();
        var unasked = directory.walk().first().people().getFirst();

        // Then
        var expected = Map.of(PersonAttribute.DEPARTMENT, "Quality", PersonAttribute.COUNTRY, "");
        assertThat(looked)
                .isInstanceOfSatisfying(
                        DirectoryLook.Present.class,
                        present -> assertThat(present.person().attributes()).isEqualTo(expected));
        assertThat(walked.attributes()).isEqualTo(expected);
        assertThat(unasked.attributes()).isEmpty();
    }

    @Test
    void promise4_tellsDeletedFromGoneFromNotBelieved() {
        // Given
        var witness = person("witness");
        var deleted = person("deleted");
        var gone = nobody();
        tenant.softDelete(deleted.value());

        // When
        var withWitness = directory.users().look(List.of(deleted, gone), () -> List.of(witness));
        var withoutWitness = directory.users().look(List.of(deleted, gone), List::of);
        var witnessGoneToo = directory.users().look(List.of(gone), () -> List.of(nobody()));

        // Then
        assertThat(withWitness)
                .containsEntry(deleted, new DirectoryLook.SoftDeleted())
                .containsEntry(gone, new DirectoryLook.Gone());
        assertThat(withoutWitness)
                .containsEntry(deleted, new DirectoryLook.SoftDeleted())
                .containsEntry(gone, new DirectoryLook.NotBelieved());
        assertThat(witnessGoneToo).containsEntry(gone, new DirectoryLook.NotBelieved());
    }

    @Test
    void believesAnAbsenceThroughOneWitnessOfThreeThoughTheOthersLeft() {
        // Given
        var absent = new ArrayList<SubjectId>();
        for (int i = 0; i < 45; i++) {
            absent.add(nobody());
        }
        var witnesses = List.of(nobody(), nobody(), person("witness"), nobody(), nobody());

        // When
        var looks = directory.users().look(absent, () -> witnesses);

        // Then
        assertThat(looks).hasSize(45).containsOnlyKeys(absent);
        assertThat(looks.values()).containsOnly(new DirectoryLook.Gone());
    }

    @Test
    void promise4_aTokenOfAnotherTenantProvesNobodyAbsent() {
        // Given
        var witness = person("witness");
        var deleted = person("deleted");
        tenant.softDelete(deleted.value());

        // When
        var looks = directory("another-tenant").users().look(List.of(deleted), () -> List.of(witness));

        // Then
        assertThat(looks).containsEntry(deleted, new DirectoryLook.NotBelieved());
    }

    @Test
    void promise10_oneThrottledItemOfABatchIsUnreadableAndTheOthersAreRead() {
        // Given
        var ids = List.of(person("a"), person("b"), person("c"));
        tenant.failNextBatchItems(1, 429, "2.128");

        // When
        var looks = directory.users().look(ids, List::of);

        // Then
        assertThat(looks.values())
                .filteredOn(DirectoryLook.Present.class::isInstance)
                .hasSize(2);
        assertThat(looks.values())
                .filteredOn(DirectoryLook.Unreadable.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        DirectoryLook.Unreadable.class,
                        unreadable -> assertThat(unreadable.retryAfter()).contains(Duration.ofMillis(2128)));
    }

    @Test
    void promise9_aPersonWhoIsRefusedStopsNobodyElse() {
        var ids = List.of(person("a"), person("b"), person("c"));

        for (var status : List.of(400, 401, 403)) {
            // Given
            tenant.failNextBatchItems(1, status, null);

            // When
            var looks = directory.users().look(ids, List::of);

            // Then
            assertThat(looks.values())
                    .filteredOn(DirectoryLook.Present.class::isInstance)
                    .hasSize(2);
            assertThat(looks.get(ids.get(0)))
                    .isInstanceOfSatisfying(
                            DirectoryLook.Refused.class,
                            refused -> assertThat(refused.reason()).contains("(" + status));
        }
    }

    @Test
    void anAbsenceThatIsRefusedAmongTheDeletedIsNotGone() {
        // Given
        var witness = person("witness");
        var absent = nobody();
        tenant.failNextBatchItems(1, 404, null);
        tenant.failNextBatchItems(1, 403, null);

        // When
        var looks = directory.users().look(List.of(absent), () -> List.of(witness));

        // Then
        assertThat(looks.get(absent)).isInstanceOf(DirectoryLook.Refused.class);
    }

    @Test
    void aDenialWithNobodyShownBesideItIsTheIntegrations() {
        var ids = List.of(person("a"), person("b"));

        for (var status : List.of(401, 403)) {
            tenant.failNextBatchItems(1, status, null);
            tenant.failNextBatchItems(1, 429, null);
            assertThatThrownBy(() -> directory.users().look(ids, List::of))
                    .isInstanceOfSatisfying(
                            DirectoryException.AccessDenied.class,
                            e -> assertThat(e.status()).isEqualTo(status));
        }
    }

    @Test
    void promise10_throttlingAndTroubleAreUnavailableRefusalIsAccessDenied() {
        var ids = List.of(person("a"));

        tenant.failNext(1, 429, "0.5");
        assertThatThrownBy(() -> directory.users().look(ids, List::of))
                .isInstanceOfSatisfying(
                        DirectoryException.Unavailable.class,
                        e -> assertThat(e.retryAfter()).contains(Duration.ofMillis(500)));
        tenant.failNext(1, 503, null);
        assertThatThrownBy(() -> directory.users().look(ids, List::of))
                .isInstanceOf(DirectoryException.Unavailable.class);
        token = "no.such.token";
        assertThatThrownBy(() -> directory.users().look(ids, List::of))
                .isInstanceOf(DirectoryException.AccessDenied.class);
    }

    @Test
    void walksEverybodyAndEndsWithALinkThatShowsWhatChangedSince() {
        // Given
        tenant.populate(250, 11);
        var walk = directory.walk();
        var page = walk.first();
        var everybody = new ArrayList<>(page.people());
        while (!page.isLast()) {
            page = walk.next(page.nextLink());
            everybody.addAll(page.people());
        }
        var changed = tenant.people().get(3);
        var deleted = tenant.people().get(4);
        tenant.change(changed.id(), person -> person.withJobTitle("Captain"));
        tenant.softDelete(deleted.id());

        // When
        var since = walk.next(page.deltaLink());

        // Then
        assertThat(everybody).hasSize(250);
        assertThat(since.people()).extracting(DirectoryPerson::jobTitle).containsExactly("Captain");
        assertThat(since.removed()).containsExactly(new SubjectId(deleted.id()));
    }

    @Test
    void saysSoWhenTheFeedIsLost() {
        for (var gone : List.of(true, false)) {
            var delta = directory.walk().first().deltaLink();
            tenant.expireDeltaTokens(gone);

            assertThatThrownBy(() -> directory.walk().next(delta)).isInstanceOf(DirectoryException.FeedLost.class);
        }
    }

    @Test
    void promise11_sendsNoTokenToAnotherHost() {
        var elsewhere = URI.create("http://127.0.0.1:1/v1.0/users/delta?$skiptoken=x");

        assertThatThrownBy(() -> directory.walk().next(elsewhere))
                .isInstanceOfSatisfying(
                        DirectoryException.Rejected.class,
                        e -> assertThat(e.code()).isEqualTo("foreign-host"));
    }

    private SubjectId person(String name) {
        return id(tenant.add(Person.of(name, "Lovelace", name + "@" + tenant.tenantId() + ".example", "Programmer")));
    }

    private static SubjectId nobody() {
        return new SubjectId(UUID.randomUUID().toString());
    }

    private static SubjectId id(Person person) {
        return new SubjectId(person.id());
    }

    private EntraDirectory directory(String tenantId) {
        return new EntraDirectory(http, sandbox.uri(), tenantId, () -> token, InstantSource.system());
    }

    private static String token(EntraTenant tenant) throws IOException, InterruptedException {
        var form = "grant_type=client_credentials&client_id=" + tenant.clientId() + "&client_secret="
                + tenant.clientSecret() + "&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default";
        var request = HttpRequest.newBuilder(sandbox.uri().resolve("/" + tenant.tenantId() + "/oauth2/v2.0/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return new ObjectMapper().readTree(answer).path("access_token").asText();
    }
}
