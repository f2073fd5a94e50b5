package io.millrace.connector.kafka;

import static java.util.Objects.requireNonNull;

/**
 * Where a {@link KafkaBatchSink} writes.
 *
 * @param topic must exist, unless the cluster makes topics by itself
 * @param key field of a row whose value is the record's key, so that rows with one value keep their order; a row
 *     without it has no key
 * @param transactionalId name of the writer in the cluster, the same over restarts; a second writer of that name stops
 *     the first
 * @param batches topic that keeps the last offset of each stream; made when it is missing, with one partition and
 *     compacted
 */
public record KafkaBatchSinkSettings(
        KafkaConnection connection, String topic, String key, String transactionalId, String batches) {

    public KafkaBatchSinkSettings {
        requireNonNull(connection, "connection is null");
        if (topic.isBlank() || key.isBlank() || transactionalId.isBlank() || batches.isBlank()) {
            throw new IllegalArgumentException("topic, key, transactionalId and batches must not be blank, were '"
                    + topic + "', '" + key + "', '" + transactionalId + "' and '" + batches + "'");
        }
        if (batches.equals(topic)) {
            throw new IllegalArgumentException("batches must be another topic than topic, was '" + batches + "'");
        }
    }

    /** The usual: keyed by {@code product_id}, batches kept in {@code <topic>-batches}. */
    public static KafkaBatchSinkSettings of(String bootstrapServers, String topic, String transactionalId) {
        return new KafkaBatchSinkSettings(
                KafkaConnection.of(bootstrapServers), topic, "product_id", transactionalId, topic + "-batches");
    }
}
