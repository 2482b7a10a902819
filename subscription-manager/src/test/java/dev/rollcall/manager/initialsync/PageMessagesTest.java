package dev.rollcall.manager.initialsync;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import dev.rollcall.directory.WalkPage;
import dev.rollcall.model.Cause;
import dev.rollcall.model.DirectoryPerson;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.InitialBatch;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.Mode;
import dev.rollcall.model.RunId;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.UserNotice;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class PageMessagesTest {

    private static final Instant READ_AT = Instant.parse("2026-11-23T10:00:00Z");
    private static final Envelope ENVELOPE =
            Envelope.run(new IntegrationId("i"), Cause.INITIAL_SYNC, new RunId("r"), Mode.APPLY, 1);

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "100, 1", "101, 2", "250, 3"})
    void nobodyTravelsInABatchOfMoreThanAHundred(int people, int batches) {
        // Given
        var page = page(
                IntStream.range(0, people).mapToObj(i -> person("p" + i, "x")).toList(), List.of());

        // When
        var sent = PageMessages.of(page, ENVELOPE, 7);

        // Then
        assertThat(sent.batches()).isEqualTo(7 + batches);
        assertThat(sent.people()).hasSize(people);
        assertThat(sent.messages())
                .allSatisfy(m -> assertThat(((InitialBatch) m).people()).hasSizeLessThanOrEqualTo(100));
        assertThat(sent.messages().stream().map(m -> ((InitialBatch) m).batch()).toList())
                .isEqualTo(IntStream.rangeClosed(8, 7 + batches).boxed().toList());
    }

    @Test
    void promise5_ofTwoOfTheSameOnAPageTheLaterIsSent() {
        // Given
        var people = new ArrayList<>(List.of(person("a", "old"), person("b", "x"), person("a", "new")));

        // When
        var sent = PageMessages.of(page(people, List.of()), ENVELOPE, 0);

        // Then
        assertThat(sent.people()).containsExactly(new SubjectId("a"), new SubjectId("b"));
        assertThat(((InitialBatch) sent.messages().getFirst()).people())
                .extracting(DirectoryPerson::jobTitle)
                .containsExactly("new", "x");
    }

    @Test
    void whoeverWasDeletedIsLookedAtAndNotCountedAsWalked() {
        // Given
        var page = page(List.of(), List.of(new SubjectId("gone"), new SubjectId("gone")));

        // When
        var sent = PageMessages.of(page, ENVELOPE, 0);

        // Then
        assertThat(sent.people()).isEmpty();
        assertThat(sent.gone()).containsExactly(new SubjectId("gone"));
        assertThat(sent.messages())
                .containsExactly(new UserNotice(ENVELOPE, new SubjectId("gone"), "deleted", READ_AT));
    }

    private static WalkPage page(List<DirectoryPerson> people, List<SubjectId> removed) {
        return new WalkPage(people, removed, READ_AT, URI.create("https://graph.microsoft.com/next"), null);
    }

    private static DirectoryPerson person(String id, String title) {
        return new DirectoryPerson(new SubjectId(id), null, null, null, title, true, false);
    }
}
