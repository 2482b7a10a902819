package dev.rollcall.launcher.topics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.rollcall.launcher.LaunchFailure;
import dev.rollcall.model.Topics;

import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/** Asks a cluster how Rollcall's topics stand. */
final class Survey {

    private final Cluster cluster;

    Survey(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Every topic that begins with Rollcall's prefix and is none of this version. */
    List<String> strangers() {
        return names().stream()
                .filter(name -> name.startsWith("rollcall.") && !Topics.ALL.contains(name))
                .toList();
    }

    /** In the order given. */
    List<TopicState> of(Collection<String> topics) {
        var there = names();
        var present = topics.stream().filter(there::contains).toList();
        var partitions = cluster.answer(cluster.admin().describeTopics(present).allTopicNames()).values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
        var ends = offsets(partitions, OffsetSpec.latest());
        var begins = offsets(partitions, OffsetSpec.earliest());
        var newest = offsets(partitions, OffsetSpec.maxTimestamp());
        var groups = groups(begins, ends);
        var settings = settings(present);
        return topics.stream()
                .<TopicState>map(topic -> there.contains(topic)
                        ? present(topic, settings.getOrDefault(topic, Map.of()), begins, ends, newest, groups)
                        : new TopicState.Missing(topic))
                .toList();
    }

    private TreeSet<String> names() {
        return new TreeSet<>(cluster.answer(cluster.admin().listTopics().names()));
    }

    private static TopicState.Present present(
            String topic,
            Map<String, String> settings,
            Map<TopicPartition, ListOffsetsResultInfo> begins,
            Map<TopicPartition, ListOffsetsResultInfo> ends,
            Map<TopicPartition, ListOffsetsResultInfo> newest,
            List<GroupAt> groups) {
        var partitions = ends.keySet().stream()
                .filter(partition -> partition.topic().equals(topic))
                .map(partition -> new TopicState.PartitionState(
                        partition.partition(),
                        begins.get(partition).offset(),
                        ends.get(partition).offset()))
                .sorted((a, b) -> Integer.compare(a.number(), b.number()))
                .toList();
        var latest = newest.entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(topic))
                .mapToLong(entry -> entry.getValue().timestamp())
                .max()
                .orElse(-1);
        return new TopicState.Present(
                topic,
                settings,
                partitions,
                latest < 0 ? null : Instant.ofEpochMilli(latest),
                groups.stream()
                        .filter(group -> group.topic().equals(topic))
                        .map(GroupAt::state)
                        .toList());
    }

    private Map<TopicPartition, ListOffsetsResultInfo> offsets(List<TopicPartition> partitions, OffsetSpec spec) {
        if (partitions.isEmpty()) {
            return Map.of();
        }
        return cluster.answer(cluster.admin()
                .listOffsets(partitions.stream().collect(Collectors.toMap(Function.identity(), p -> spec)))
                .all());
    }

    /** A cluster may let us read topics and not their settings: then nothing is said of them. */
    private Map<String, Map<String, String>> settings(List<String> topics) {
        var resources = topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        var settings = new HashMap<String, Map<String, String>>();
        cluster.admin().describeConfigs(resources).values().forEach((resource, future) -> {
            try {
                var values = new TreeMap<String, String>();
                cluster.answer(future).entries().forEach(entry -> values.put(entry.name(), entry.value()));
                settings.put(resource.name(), values);
            } catch (LaunchFailure e) {
                settings.put(resource.name(), Map.of());
            }
        });
        return settings;
    }

    private record GroupAt(String topic, TopicState.GroupState state) {}

    private List<GroupAt> groups(
            Map<TopicPartition, ListOffsetsResultInfo> begins, Map<TopicPartition, ListOffsetsResultInfo> ends) {
        var names = cluster
                .answer(cluster.admin()
                        .listGroups(ListGroupsOptions.forConsumerGroups())
                        .valid())
                .stream()
                .map(GroupListing::groupId)
                .sorted()
                .toList();
        if (names.isEmpty()) {
            return List.of();
        }
        var members =
                cluster.answer(cluster.admin().describeConsumerGroups(names).all());
        var committed = cluster.answer(cluster.admin()
                .listConsumerGroupOffsets(names.stream()
                        .collect(Collectors.toMap(Function.identity(), name -> new ListConsumerGroupOffsetsSpec())))
                .all());
        var groups = new ArrayList<GroupAt>();
        for (var name : names) {
            var readers = readers(members.get(name));
            var offsets = committed.getOrDefault(name, Map.of());
            for (var topic : topics(readers.keySet(), offsets.keySet(), ends.keySet())) {
                groups.add(new GroupAt(topic, state(members.get(name), topic, readers, offsets, begins, ends)));
            }
        }
        return groups;
    }

    private static Set<String> topics(
            Set<TopicPartition> read, Set<TopicPartition> committed, Set<TopicPartition> asked) {
        var topics = new TreeSet<String>();
        asked.stream()
                .filter(partition -> read.contains(partition) || committed.contains(partition))
                .forEach(partition -> topics.add(partition.topic()));
        return topics;
    }

    /** What each member reads, by host. */
    private static Map<TopicPartition, String> readers(ConsumerGroupDescription group) {
        var readers = new HashMap<TopicPartition, String>();
        for (var member : group.members()) {
            member.assignment()
                    .topicPartitions()
                    .forEach(partition -> readers.put(partition, member.host().replaceFirst("^/", "")));
        }
        return readers;
    }

    private static TopicState.GroupState state(
            ConsumerGroupDescription group,
            String topic,
            Map<TopicPartition, String> readers,
            Map<TopicPartition, OffsetAndMetadata> committed,
            Map<TopicPartition, ListOffsetsResultInfo> begins,
            Map<TopicPartition, ListOffsetsResultInfo> ends) {
        var lags = new LinkedHashMap<Integer, Long>();
        var members = new LinkedHashMap<Integer, String>();
        ends.keySet().stream()
                .filter(partition -> partition.topic().equals(topic))
                .sorted((a, b) -> Integer.compare(a.partition(), b.partition()))
                .forEach(partition -> {
                    var begin = begins.get(partition).offset();
                    var offset = committed.get(partition);
                    // Rollcall's consumers start at the earliest; what retention removed can't be behind.
                    var next = offset == null ? begin : Math.max(begin, offset.offset());
                    lags.put(
                            partition.partition(),
                            Math.max(0, ends.get(partition).offset() - next));
                    if (readers.containsKey(partition)) {
                        members.put(partition.partition(), readers.get(partition));
                    }
                });
        return new TopicState.GroupState(group.groupId(), lags, members, isSettling(group.groupState()));
    }

    private static boolean isSettling(GroupState state) {
        return switch (state) {
            case PREPARING_REBALANCE, COMPLETING_REBALANCE, ASSIGNING, RECONCILING -> true;
            case STABLE, DEAD, EMPTY, NOT_READY, UNKNOWN -> false;
        };
    }
}
