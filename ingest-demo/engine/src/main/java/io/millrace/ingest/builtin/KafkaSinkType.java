package io.millrace.ingest.builtin;

import io.millrace.connector.kafka.KafkaBatchSink;
import io.millrace.connector.kafka.KafkaBatchSinkSettings;
import io.millrace.connector.kafka.KafkaConnection;
import io.millrace.core.IdempotentSink;
import io.millrace.core.json.JsonRow;
import io.millrace.ingest.type.SinkContext;
import io.millrace.ingest.type.SinkType;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The sink {@code kafka}: rows in a topic, a batch as one transaction. */
public final class KafkaSinkType implements SinkType<KafkaSinkType.Keys> {

    /**
     * Its keys.
     *
     * @param bootstrapServers {@code host:port}, several with commas between
     * @param topic where rows go
     * @param key field whose value is a record's key; {@code product_id} by default
     * @param timeout longest wait for an answer; 30 s by default
     * @param properties anything else for the Kafka client
     */
    public record Keys(
            String bootstrapServers,
            String topic,
            @Nullable String key,
            @Nullable Duration timeout,
            @Nullable Map<String, Object> properties) {

        /** Without properties, which may hold secrets. */
        @Override
        public String toString() {
            return "Keys[" + bootstrapServers + ", " + topic + "]";
        }
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public Class<Keys> settings() {
        return Keys.class;
    }

    @Override
    public IdempotentSink<JsonRow> create(Keys keys, SinkContext context) {
        Map<String, Object> properties = Objects.requireNonNullElse(keys.properties(), Map.of());
        KafkaConnection connection = new KafkaConnection(
                keys.bootstrapServers(),
                Objects.requireNonNullElse(keys.timeout(), Duration.ofSeconds(30)),
                properties.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> String.valueOf(entry.getValue()))));
        return new KafkaBatchSink(new KafkaBatchSinkSettings(
                connection,
                keys.topic(),
                Objects.requireNonNullElse(keys.key(), "product_id"),
                "millrace-" + context.pipeline() + "-" + context.sink(),
                keys.topic() + "-batches"));
    }
}
