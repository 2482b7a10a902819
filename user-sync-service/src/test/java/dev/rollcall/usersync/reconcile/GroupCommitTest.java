package dev.rollcall.usersync.reconcile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Who shares a transaction with whom, and what a failure means for the others. */
class GroupCommitTest {

    private final ExecutorService people = Executors.newCachedThreadPool();
    private final List<List<String>> groups = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch firstIsUnderWay = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @AfterEach
    void end() {
        people.shutdownNow();
    }

    @Test
    void whoComesAloneIsCommittedAtOnce() {
        // Given
        var commit = new GroupCommit<String>(groups::add);

        // When
        commit.commit("Ada");
        commit.commit("Bob");

        // Then
        assertThat(groups).containsExactly(List.of("Ada"), List.of("Bob"));
    }

    @Test
    void whoComesMeanwhileSharesTheNextTransaction() throws Exception {
        // Given
        var commit = new GroupCommit<String>(this::slowAtFirst);
        var all = theFirstAndThree(commit);

        // When
        goOn.countDown();
        for (var one : all) {
            one.get();
        }

        // Then
        assertThat(groups).hasSize(2);
        assertThat(groups.getFirst()).containsExactly("Ada");
        assertThat(groups.getLast()).containsExactlyInAnyOrder("Bob", "Cleo", "Dan");
    }

    @Test
    void whoIsInNoHurryLetsOthersGather() throws Exception {
        // Given
        var bobIsThere = new CountDownLatch(1);
        var commit = new GroupCommit<String>(groups::add, name -> {
            await().until(() -> bobIsThere.getCount() == 0);
            return Duration.ZERO;
        });
        var first = people.submit(() -> commit.commit("Ada"));
        await().until(() -> commit.waiting() == 1);

        // When
        var second = people.submit(() -> commit.commit("Bob"));
        await().until(() -> commit.waiting() == 2);
        bobIsThere.countDown();
        first.get();
        second.get();

        // Then
        assertThat(groups).containsExactly(List.of("Ada", "Bob"));
    }

    @Test
    void promise9_oneBadPersonStopsNoOneOfTheGroup() throws Exception {
        // Given
        var commit = new GroupCommit<String>(group -> {
            slowAtFirst(group);
            if (group.contains("Cleo")) {
                throw new IllegalStateException("Cleo can't be recorded");
            }
        });
        var all = theFirstAndThree(commit);

        // When
        goOn.countDown();

        // Then
        all.get(0).get();
        all.get(1).get();
        all.get(3).get();
        assertThatThrownBy(() -> all.get(2).get()).hasRootCauseMessage("Cleo can't be recorded");
        assertThat(groups).contains(List.of("Ada"), List.of("Bob"), List.of("Cleo"), List.of("Dan"));
    }

    @Test
    void everybodyIsCommittedOnceHoweverManyCome() throws Exception {
        // Given
        var commit = new GroupCommit<String>(groups::add);

        // When
        var all = IntStream.range(0, 2_000)
                .mapToObj(i -> people.submit(() -> commit.commit("person " + i)))
                .toList();
        for (var one : all) {
            one.get();
        }

        // Then
        assertThat(groups.stream().flatMap(List::stream)).hasSize(2_000).doesNotHaveDuplicates();
    }

    /** Three come while the first one's transaction is under way. */
    private List<Future<?>> theFirstAndThree(GroupCommit<String> commit) throws InterruptedException {
        var all = new ArrayList<Future<?>>();
        all.add(people.submit(() -> commit.commit("Ada")));
        firstIsUnderWay.await();
        for (var name : List.of("Bob", "Cleo", "Dan")) {
            all.add(people.submit(() -> commit.commit(name)));
        }
        await().until(() -> commit.waiting() == 3);
        return all;
    }

    private void slowAtFirst(List<String> group) {
        groups.add(List.copyOf(group));
        firstIsUnderWay.countDown();
        try {
            goOn.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
