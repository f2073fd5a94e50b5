package io.millrace.connector.kafka;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Where a {@link KafkaSink} writes.
 *
 * @param topic must exist, unless the cluster makes topics by itself
 * @param linger how long the client waits for more records to send together; zero is best for latency, and batches are
 *     sent together anyway
 */
public record KafkaSinkSettings(KafkaConnection connection, String topic, Duration linger) {

    public KafkaSinkSettings {
        requireNonNull(connection, "connection is null");
        requireNonNull(topic, "topic is null");
        requireNonNull(linger, "linger is null");
        if (topic.isBlank()) {
            throw new IllegalArgumentException("topic must not be blank");
        }
        if (linger.isNegative() || linger.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("linger must be from 0 to 1 minute, was " + linger);
        }
    }

    /** The usual settings: no linger. */
    public static KafkaSinkSettings of(String bootstrapServers, String topic) {
        return new KafkaSinkSettings(KafkaConnection.of(bootstrapServers), topic, Duration.ZERO);
    }
}
