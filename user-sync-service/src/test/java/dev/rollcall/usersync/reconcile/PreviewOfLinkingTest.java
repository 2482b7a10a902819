package dev.rollcall.usersync.reconcile;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

import dev.rollcall.model.IntegrationSettings;
import dev.rollcall.model.MappedFields;
import dev.rollcall.model.Mode;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.OutcomeKind;
import dev.rollcall.model.Scope;
import dev.rollcall.model.SyncPlan;
import dev.rollcall.sandbox.Person;
import dev.rollcall.sandbox.ZenUser;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The integration's runs over everybody only link, though later changes create people. */
class PreviewOfLinkingTest {

    private static OneProcess world;

    @BeforeAll
    static void start(@TempDir Path folder) {
        world = new OneProcess(
                "preview_of_linking",
                folder,
                new IntegrationSettings.UserSync(true, false, Set.of(), 5, 1_000, 1_000, 16, Scope.EVERYBODY, true));
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @BeforeEach
    void anIntegration() {
        world.newIntegration();
    }

    @Test
    void aPreviewOfARunThatOnlyLinksShowsNoMoreThanLinks() {
        // Given: Ada has a user whose title differs, Bob has none.
        var ada = world.directory().add(world.complete("Ada"));
        var bob = world.directory().add(world.complete("Bob"));
        world.zenQms().seed(ZenUser.of(ada.mail(), "Ada", "Lovelace", "Countess"));

        // When
        world.snapshot(ada, Mode.PLAN);
        world.snapshot(bob, Mode.PLAN);
        world.work();
        world.workAfter(Duration.ofSeconds(1));

        // Then
        assertThat(planned(ada).kind()).isEqualTo(OutcomeKind.LINKED);
        assertThat(planned(ada).after()).isEqualTo(new MappedFields(ada.id(), null, null, null, null, null));
        assertThat(planned(bob).reason()).isEqualTo("creating-is-off");
    }

    private static Outcome planned(Person person) {
        return world.plans().stream()
                .filter(plan -> plan.subjectId().value().equals(person.id()))
                .map(SyncPlan::outcome)
                .findFirst()
                .orElseThrow();
    }
}
