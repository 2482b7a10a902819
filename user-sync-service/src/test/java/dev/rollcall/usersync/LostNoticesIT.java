package dev.rollcall.usersync;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import dev.rollcall.model.OutcomeKind;
import dev.rollcall.model.Topics;
import dev.rollcall.model.TroubleKind;
import dev.rollcall.testbed.Testbed;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Nobody reads for longer than notices are kept. */
class LostNoticesIT extends OnRealParts {

    @Test
    void promise1_noticesThatWereDeletedUnreadAreReportedOnceAndReadingGoesOn() throws Exception {
        // Given
        created("Before");
        var ada = scenario.hire("Ada");
        replicas().killAll();
        for (int i = 0; i < 30; i++) {
            scenario.notice("somebody-" + i);
        }
        deleteAllNotices();

        // When
        replicas().startMore(1);

        // Then
        await().until(() -> scenario.troubles().contains(TroubleKind.NOTICES_LOST));
        scenario.notice(ada);
        scenario.awaitOutcome(ada, OutcomeKind.CREATED);

        // When: what is assigned anew is no news.
        replicas().startMore(1);
        var bob = created("Bob");

        // Then
        assertThat(bob).isNotNull();
        assertThat(scenario.troubles()).containsExactly(TroubleKind.NOTICES_LOST);
    }

    private static void deleteAllNotices() throws ExecutionException, InterruptedException {
        var config = Map.<String, Object>of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, Testbed.kafka().bootstrapServers());
        try (var admin = Admin.create(config)) {
            var partitions = admin.describeTopics(List.of(Topics.USER_NOTICES))
                    .allTopicNames()
                    .get()
                    .get(Topics.USER_NOTICES)
                    .partitions();
            var ends = new HashMap<TopicPartition, OffsetSpec>();
            partitions.forEach(
                    one -> ends.put(new TopicPartition(Topics.USER_NOTICES, one.partition()), OffsetSpec.latest()));
            var toDelete = new HashMap<TopicPartition, RecordsToDelete>();
            admin.listOffsets(ends)
                    .all()
                    .get()
                    .forEach((partition, end) -> toDelete.put(partition, RecordsToDelete.beforeOffset(end.offset())));
            admin.deleteRecords(toDelete).all().get();
        }
    }
}
