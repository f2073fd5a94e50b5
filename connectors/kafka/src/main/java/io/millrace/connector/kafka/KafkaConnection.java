package io.millrace.connector.kafka;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which cluster, and how to get in.
 *
 * @param bootstrapServers {@code host:port}, several with commas between
 * @param timeout longest wait for an answer of the cluster, at least 1 ms
 * @param properties anything else for the Kafka client, such as {@code security.protocol} or {@code sasl.jaas.config};
 *     what this connector's guarantees rest on is refused. Never printed, only the names are
 */
public record KafkaConnection(String bootstrapServers, Duration timeout, Map<String, String> properties) {

    private static final Set<String> OURS = Set.of(
            "bootstrap.servers",
            "group.id",
            "enable.auto.commit",
            "auto.offset.reset",
            "max.poll.records",
            "key.deserializer",
            "value.deserializer",
            "key.serializer",
            "value.serializer",
            "acks",
            "enable.idempotence",
            "transactional.id",
            "delivery.timeout.ms",
            "request.timeout.ms",
            "default.api.timeout.ms",
            "max.block.ms");

    public KafkaConnection {
        requireNonNull(bootstrapServers, "bootstrapServers is null");
        requireNonNull(timeout, "timeout is null");
        properties = Map.copyOf(properties);
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException("bootstrapServers must name a server, such as 127.0.0.1:9092");
        }
        if (timeout.toMillis() < 1 || timeout.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("timeout must be from 1 ms to 24 days, was " + timeout);
        }
        for (String name : properties.keySet()) {
            if (OURS.contains(name)) {
                throw new IllegalArgumentException("properties must not set " + name + ", the connector does");
            }
        }
    }

    /** Without security, with 30 s of patience. */
    public static KafkaConnection of(String bootstrapServers) {
        return new KafkaConnection(bootstrapServers, Duration.ofSeconds(30), Map.of());
    }

    Properties toProperties() {
        Properties all = new Properties();
        all.putAll(properties);
        all.setProperty("bootstrap.servers", bootstrapServers);
        all.setProperty("request.timeout.ms", Long.toString(timeout.toMillis()));
        return all;
    }

    @Override
    public String toString() {
        return "KafkaConnection[bootstrapServers=" + bootstrapServers + ", timeout=" + timeout + ", properties="
                + new TreeSet<>(properties.keySet()) + "]";
    }
}
