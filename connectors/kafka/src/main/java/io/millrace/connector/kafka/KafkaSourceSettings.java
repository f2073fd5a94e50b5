package io.millrace.connector.kafka;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a {@link KafkaSource} reads.
 *
 * @param topics at least one
 * @param group the consumer group, whose committed offsets say where to go on; its members share the partitions
 * @param fromStart where a group without offsets begins: true at the oldest record, false behind the newest
 * @param maxBatch records that one poll gives at most, at least 1
 */
public record KafkaSourceSettings(
        KafkaConnection connection, List<String> topics, String group, boolean fromStart, int maxBatch) {

    public KafkaSourceSettings {
        requireNonNull(connection, "connection is null");
        requireNonNull(group, "group is null");
        topics = List.copyOf(topics);
        if (topics.isEmpty()) {
            throw new IllegalArgumentException("topics must name at least one topic");
        }
        if (group.isBlank()) {
            throw new IllegalArgumentException("group must not be blank");
        }
        if (maxBatch < 1) {
            throw new IllegalArgumentException("maxBatch must be at least 1, was " + maxBatch);
        }
    }

    /** The usual settings: from the start, 500 records per batch. */
    public static KafkaSourceSettings of(String bootstrapServers, String topic, String group) {
        return new KafkaSourceSettings(KafkaConnection.of(bootstrapServers), List.of(topic), group, true, 500);
    }
}
