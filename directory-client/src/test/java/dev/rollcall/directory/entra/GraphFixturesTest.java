package dev.rollcall.directory.entra;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.DirectoryLook;
import dev.rollcall.directory.NewSubscription;
import dev.rollcall.model.DirectoryPerson;
import dev.rollcall.model.SubjectId;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The Graph adapter against answers typed from Microsoft's description. */
class GraphFixturesTest {

    private static final SubjectId ADA = new SubjectId("8f1ab2c3-0d4e-4f5a-9b6c-7d8e9f0a1b2c");

    private HttpClient http;
    private GraphStub graph;
    private EntraDirectory directory;

    @BeforeEach
    void start() throws IOException {
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        graph = new GraphStub();
        directory = new EntraDirectory(http, graph.uri(), null, () -> "an-opaque-token", InstantSource.system());
    }

    @AfterEach
    void stop() {
        http.close();
        graph.close();
    }

    @Test
    void promise4_aPersonALaggingReplicaDoesNotKnowIsNotGoneAndIsFoundLater() {
        // Given
        graph.willAnswer("user-not-on-this-replica", "user-not-among-the-deleted", "user-found-on-another-replica");

        // When
        var first = directory.users().look(List.of(ADA), List::of);
        var second = directory.users().look(List.of(ADA), List::of);

        // Then
        assertThat(first).containsEntry(ADA, new DirectoryLook.NotBelieved());
        assertThat(second)
                .containsEntry(
                        ADA,
                        new DirectoryLook.Present(new DirectoryPerson(
                                ADA,
                                "ada.example@contoso.example",
                                "Ada",
                                "Example",
                                "Quality Engineer",
                                true,
                                false)));
    }

    @Test
    void aPersonAmongTheDeletedItemsIsSoftDeleted() {
        // Given
        graph.willAnswer("user-not-on-this-replica", "user-among-the-deleted");

        // When
        var looks = directory.users().look(List.of(ADA), List::of);

        // Then
        assertThat(looks).containsEntry(ADA, new DirectoryLook.SoftDeleted());
    }

    @Test
    void aSkeletonIsPresentWithoutItsFieldsAndCompleteAMomentLater() {
        // Given
        graph.willAnswer("skeleton-user", "skeleton-user-completed");

        // When
        var young = directory.users().look(List.of(ADA), List::of).get(ADA);
        var complete = directory.users().look(List.of(ADA), List::of).get(ADA);

        // Then
        assertThat(young)
                .isEqualTo(new DirectoryLook.Present(new DirectoryPerson(ADA, null, null, null, null, true, false)));
        assertThat(complete)
                .isInstanceOfSatisfying(
                        DirectoryLook.Present.class,
                        present -> assertThat(present.person().jobTitle()).isEqualTo("Auditor"));
    }

    @Test
    void anEmptyPageWithANextLinkIsNotTheEnd() {
        // Given
        graph.willAnswer("delta-empty-page-with-next-link", "delta-last-page-with-one-user");
        var walk = directory.walk();

        // When
        var empty = walk.first();
        var last = walk.next(empty.nextLink());

        // Then
        assertThat(empty.people()).isEmpty();
        assertThat(empty.isLast()).isFalse();
        assertThat(last.isLast()).isTrue();
        assertThat(last.people()).extracting(DirectoryPerson::subjectId).containsExactly(ADA);
        assertThat(graph.asked().get(1)).contains("$skiptoken=oEBwdSP6uehIAxQOWq_3Ksh");
    }

    /** Memberships have no reader yet; the transport and the links are what can be shown. */
    @Test
    void theSameGroupComesOnThreePagesWithOtherMembers() {
        // Given
        graph.willAnswer(
                "delta-same-group-page-1-of-3", "delta-same-group-page-2-of-3", "delta-same-group-page-3-of-3");
        var transport = new GraphHttp(http, graph.uri(), () -> "an-opaque-token");
        var pages = new ArrayList<JsonNode>();

        // When
        var link = transport.v1("groups/delta?$select=displayName,members");
        while (link != null) {
            var page = transport.get(link, GraphHttp.Priority.LOW);
            pages.add(page);
            link = page.has("@odata.nextLink")
                    ? URI.create(page.path("@odata.nextLink").asText())
                    : null;
        }

        // Then
        assertThat(pages)
                .hasSize(3)
                .allSatisfy(page ->
                        assertThat(page.at("/value/0/id").asText()).isEqualTo("0bc7d487-fd6f-41a0-8362-71ec81074f11"));
        assertThat(pages.getLast()
                        .at("/value/0/members@delta/1/@removed/reason")
                        .asText())
                .isEqualTo("deleted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"delta-gone-with-location", "delta-sync-state-not-found"})
    void anOldLinkIsAFeedLostAndTheLocationIsNotFollowedBehindOurBack(String fixture) {
        // Given
        graph.willAnswer(fixture);
        var old = graph.uri().resolve("/v1.0/users/delta?$deltatoken=seven-days-old");

        // When
        assertThatThrownBy(() -> directory.walk().next(old)).isInstanceOf(DirectoryException.FeedLost.class);

        // Then
        assertThat(graph.asked()).hasSize(1);
    }

    @Test
    void promise10_aFractionOfASecondToWaitIsUnderstood() {
        // Given
        graph.willAnswer("throttled-with-fractional-retry-after");

        // When
        var walk = directory.walk();

        // Then
        assertThatThrownBy(walk::first)
                .isInstanceOfSatisfying(
                        DirectoryException.Unavailable.class,
                        unavailable -> assertThat(unavailable.retryAfter()).contains(Duration.ofMillis(2_128)));
    }

    @Test
    void promise10_aThrottledItemOfABatchWaitsAsItWasToldAndItsNeighbourIsRead() {
        // Given
        graph.willAnswer("batch-with-one-throttled-item");
        var throttled = new SubjectId("4d147cc8-10cb-4158-ac52-90ee8ff9d846");

        // When
        var looks = directory.users().look(List.of(ADA, throttled), List::of);

        // Then
        assertThat(looks.get(ADA)).isInstanceOf(DirectoryLook.Present.class);
        assertThat(looks.get(throttled))
                .isInstanceOfSatisfying(
                        DirectoryLook.Unreadable.class,
                        unreadable -> assertThat(unreadable.retryAfter()).contains(Duration.ofMillis(8_500)));
    }

    @Test
    void aSecondSubscriptionOfTheSameKindIsRejected() {
        // Given
        graph.willAnswer("create-already-exists");

        // When
        var subscriptions = directory.subscriptions();

        // Then
        assertThatThrownBy(() -> subscriptions.create(wanted()))
                .isInstanceOfSatisfying(DirectoryException.Rejected.class, rejected -> {
                    assertThat(rejected.status()).isEqualTo(409);
                    assertThat(rejected.existing())
                            .hasValueSatisfying(id -> assertThat(id).matches("[0-9a-f-]{36}"));
                });
    }

    @Test
    void aUsedUpQuotaOfSubscriptionsIsADenialThatNamesThePossibility() {
        // Given
        graph.willAnswer("create-quota-exceeded");

        // When
        var subscriptions = directory.subscriptions();

        // Then
        assertThatThrownBy(() -> subscriptions.create(wanted()))
                .isInstanceOfSatisfying(
                        DirectoryException.AccessDenied.class,
                        denied -> assertThat(denied.status()).isEqualTo(403))
                .hasMessageContaining("quota");
    }

    @Test
    void aSubscriptionThatIsNotThereCannotBeRenewed() {
        // Given
        graph.willAnswer("renew-not-found");

        // When
        var subscriptions = directory.subscriptions();

        // Then
        assertThatThrownBy(() -> subscriptions.renew("7f105c7d", Instant.now().plusSeconds(60)))
                .isInstanceOfSatisfying(
                        DirectoryException.Rejected.class,
                        rejected -> assertThat(rejected.status()).isEqualTo(404));
    }

    /** Tokens are the manager's to fetch; here, an OAuth error in Graph's place, whose {@code error} is a text. */
    @ParameterizedTest
    @ValueSource(strings = {"token-bad-secret", "token-expired-secret"})
    void aRefusedSecretIsADenialWithoutTheVendorsProse(String fixture) {
        // Given
        graph.willAnswer(fixture);

        // When
        var subscriptions = directory.subscriptions();

        // Then
        assertThatThrownBy(subscriptions::list)
                .isInstanceOfSatisfying(
                        DirectoryException.AccessDenied.class,
                        denied -> assertThat(denied.status()).isEqualTo(401))
                .hasMessageNotContaining("AADSTS");
    }

    private NewSubscription wanted() {
        return new NewSubscription(
                "users",
                URI.create("https://ingress.example.com/n"),
                URI.create("https://ingress.example.com/l"),
                "client-state",
                Instant.now().plusSeconds(86_400));
    }
}
