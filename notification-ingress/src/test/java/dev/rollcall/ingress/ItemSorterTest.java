package dev.rollcall.ingress;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.rollcall.model.Cause;
import dev.rollcall.model.DeadLetter;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.GroupNotice;
import dev.rollcall.model.LifecycleNotice;
import dev.rollcall.model.Message;
import dev.rollcall.model.Mode;
import dev.rollcall.model.UserNotice;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ItemSorterTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final ItemSorter sorter = new ItemSorter();

    @Test
    void promise1_everyAuthenticItemBecomesANotice() {
        // Given
        var items = Contoso.items("user-updated");

        // When
        var sorted = sorter.sort(Contoso.door(), items, TRACE, NOW);

        // Then
        var envelope = new Envelope(Contoso.ID, Cause.NOTIFICATION, null, null, Mode.APPLY, 7, TRACE);
        assertThat(sorted.messages()).singleElement().isInstanceOfSatisfying(UserNotice.class, notice -> {
            assertThat(notice.envelope()).isEqualTo(envelope);
            assertThat(notice.key()).isEqualTo("contoso/8f1ab2c3-0d4e-4f5a-9b6c-7d8e9f0a1b2c");
            assertThat(notice.changeType()).isEqualTo("updated");
            assertThat(notice.noticedAt()).isEqualTo(NOW);
        });
        assertThat(sorted.items()).isEqualTo(Map.of(ItemOutcome.ACCEPTED, 1));
    }

    @Test
    void dropsFalseAndMissingClientStatesOneByOneAndKeepsTheRest() {
        // Given
        var items = Contoso.items("two-tenants-and-one-false-client-state");

        // When
        var sorted = sorter.sort(Contoso.door(), items, TRACE, NOW);

        // Then
        assertThat(sorted.messages())
                .extracting(Message::subject)
                .containsExactly("aaaaaaaa-0000-0000-0000-000000000001", "cccccccc-0000-0000-0000-000000000003");
        assertThat(sorted.items()).isEqualTo(Map.of(ItemOutcome.ACCEPTED, 2, ItemOutcome.WRONG_CLIENT_STATE, 2));
    }

    @Test
    void promise9_anUnreadableItemGoesToTheDeadLettersAndFailsNobodyElse() {
        // Given
        var items = Contoso.items("unreadable-beside-readable");

        // When
        var sorted = sorter.sort(Contoso.door(), items, TRACE, NOW);

        // Then
        assertThat(sorted.messages()).hasSize(3);
        assertThat(sorted.messages().getLast()).isInstanceOf(UserNotice.class);
        assertThat(sorted.items()).isEqualTo(Map.of(ItemOutcome.ACCEPTED, 1, ItemOutcome.DEAD_LETTER, 2));
    }

    @Test
    void promise11_aDeadLetterMasksTheClientStateWhereverItStands() {
        // Given
        var items = Contoso.items("unreadable-beside-readable");

        // When
        var sorted = sorter.sort(Contoso.door(), items, TRACE, NOW);

        // Then
        var letter = (DeadLetter) sorted.messages().getFirst();
        assertThat(letter.item())
                .contains("\"clientState\":\"***\"", "it was ***", "Drives/1")
                .doesNotContain(Contoso.CLIENT_STATE);
        assertThat(letter.reason()).isEqualTo(GraphItemReader.UNKNOWN_RESOURCE);
        assertThat(letter.key()).isEqualTo("contoso");
    }

    @Test
    void keepsTheGroupAndItsReadableMembersWhenOneMemberIsUnreadable() {
        // Given
        var items = Contoso.items("group-with-one-unreadable-member");

        // When
        var sorted = sorter.sort(Contoso.door(), items, TRACE, NOW);

        // Then
        assertThat(sorted.messages()).hasSize(2);
        assertThat(sorted.messages().getFirst())
                .isInstanceOfSatisfying(
                        GroupNotice.class,
                        notice -> assertThat(notice.members()).hasSize(1));
        assertThat(sorted.messages().getLast()).isInstanceOf(DeadLetter.class);
    }

    @Test
    void makesOneNoticeOfTheSameItemTwiceInOnePost() {
        // Given
        var items = Contoso.items("same-person-twice");

        // When
        var sorted = sorter.sort(Contoso.door(), items, TRACE, NOW);

        // Then
        assertThat(sorted.messages()).hasSize(1);
        assertThat(sorted.items()).isEqualTo(Map.of(ItemOutcome.ACCEPTED, 2));
    }

    @Test
    void aSubscriptionNobodyKnowsHereStillMeansLookAgain() {
        // Given
        var items = Contoso.items("unknown-subscription");

        // When
        var sorted = sorter.sort(Contoso.door(), items, TRACE, NOW);

        // Then
        assertThat(sorted.messages()).singleElement().isInstanceOf(UserNotice.class);
        assertThat(sorted.items()).isEqualTo(Map.of(ItemOutcome.ACCEPTED, 1));
    }

    @Test
    void theSameDeliveryAgainBecomesTheSameNoticeUnderTheSameKey() {
        // Given
        var first = sorter.sort(Contoso.door(), Contoso.items("user-updated"), TRACE, NOW);

        // When
        var again = sorter.sort(Contoso.door(), Contoso.items("same-delivery-again"), TRACE, NOW);

        // Then
        assertThat(again.messages()).isEqualTo(first.messages());
    }

    @Test
    void dropsTheValidationItemOfAnEventHubWhateverClientStateItShows() {
        // Given
        var items = Contoso.items("event-hub-validation");

        // When
        var sorted = sorter.sort(Contoso.door(), items, TRACE, NOW);

        // Then
        assertThat(sorted.messages()).isEmpty();
        assertThat(sorted.items()).isEqualTo(Map.of(ItemOutcome.VALIDATION, 1));
    }

    @Test
    void passesLifecycleEventsOnEvenUnknownOnes() {
        // Given
        var items = Contoso.items("unknown-lifecycle-event");

        // When
        var sorted = sorter.sort(Contoso.door(), items, TRACE, NOW);

        // Then
        assertThat(sorted.messages())
                .singleElement()
                .isInstanceOfSatisfying(
                        LifecycleNotice.class,
                        notice -> assertThat(notice.lifecycleEvent()).isEqualTo("somethingNewHappened"));
    }

    @Test
    void spreadsABulkChangeOfMembersOverSeveralNotices() {
        // Given
        var members = IntStream.range(0, 2_500)
                .mapToObj(i -> "{\"id\":\"m" + i + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
        var item = Contoso.json("{\"resource\":\"Groups/g\",\"clientState\":\"" + Contoso.CLIENT_STATE
                + "\",\"resourceData\":{\"members@delta\":" + members + "}}");

        // When
        var sorted = sorter.sort(Contoso.door(), List.of(item), TRACE, NOW);

        // Then
        assertThat(sorted.messages())
                .extracting(message -> ((GroupNotice) message).members().size())
                .containsExactly(1_000, 1_000, 500);
    }
}
