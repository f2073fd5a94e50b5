package io.millrace.connect.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.connect.plugin.Cluster;
import io.millrace.connector.kafka.KafkaConnection;
import io.millrace.connector.kafka.KafkaRowSink;
import io.millrace.connector.kafka.KafkaSinkSettings;
import io.millrace.core.Record;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.time.Ticker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A compacted topic with one partition, in the form of Kafka Connect's: {@code connector-redis-sink} with
 * {@code {"properties":{...}}}, and {@code target-state-redis-sink} with {@code {"state":"PAUSED"}}.
 */
public final class TopicStore implements ConfigStore {

    private static final Logger log = LoggerFactory.getLogger(TopicStore.class);
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String CONNECTOR = "connector-";
    private static final String TARGET = "target-state-";
    private static final Duration POLL = Duration.ofMillis(200);

    private final Cluster cluster;
    private final String topic;
    private final Ticker ticker;
    private @Nullable KafkaRowSink sink;

    public TopicStore(Cluster cluster, String topic, Ticker ticker) {
        this.cluster = cluster;
        this.topic = topic;
        this.ticker = ticker;
    }

    @Override
    public Held load() {
        cluster.ensureTopic(topic, 1, (short) -1, Map.of("cleanup.policy", "compact"));
        Map<String, byte @Nullable []> newest = new LinkedHashMap<>();
        read(newest);
        Map<String, Map<String, String>> connectors = new TreeMap<>();
        Map<String, Target> targets = new TreeMap<>();
        newest.forEach((key, value) -> {
            if (value != null && key.startsWith(CONNECTOR)) {
                connectors.put(key.substring(CONNECTOR.length()), settings(key, value));
            } else if (value != null && key.startsWith(TARGET)) {
                targets.put(key.substring(TARGET.length()), target(key, value));
            }
        });
        return new Held(connectors, targets);
    }

    private void read(Map<String, byte @Nullable []> newest) {
        KafkaConnection connection = cluster.connection();
        TopicPartition only = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties(connection), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(only));
            consumer.seekToBeginning(List.of(only));
            long end = consumer.endOffsets(List.of(only)).getOrDefault(only, 0L);
            long deadline = ticker.nanos() + connection.timeout().toNanos();
            while (consumer.position(only) < end) {
                for (ConsumerRecord<byte[], byte[]> row : consumer.poll(POLL)) {
                    if (row.key() != null) {
                        newest.put(new String(row.key(), StandardCharsets.UTF_8), row.value());
                    }
                }
                if (ticker.nanos() - deadline > 0) {
                    throw new TransientException(
                            "topic '" + topic + "' was not read to its end within " + connection.timeout());
                }
            }
        } catch (InterruptException e) {
            throw new TransientException("interrupted while reading topic '" + topic + "'", e);
        } catch (KafkaException e) {
            throw new TransientException("cannot read topic '" + topic + "': " + e.getMessage(), e);
        }
    }

    private static Properties properties(KafkaConnection connection) {
        Properties all = new Properties();
        all.putAll(connection.properties());
        String timeout = Long.toString(connection.timeout().toMillis());
        all.setProperty("bootstrap.servers", connection.bootstrapServers());
        all.setProperty("default.api.timeout.ms", timeout);
        all.setProperty("request.timeout.ms", timeout);
        all.setProperty("enable.auto.commit", "false");
        return all;
    }

    private Map<String, String> settings(String key, byte[] value) {
        Map<String, String> settings = new TreeMap<>();
        parsed(key, value)
                .path("properties")
                .properties()
                .forEach(one -> settings.put(one.getKey(), one.getValue().asText()));
        return settings;
    }

    private Target target(String key, byte[] value) {
        String state = parsed(key, value).path("state").asText("").toUpperCase(Locale.ROOT);
        for (Target target : Target.values()) {
            if (target.name().equals(state)) {
                return target;
            }
        }
        log.warn("unknown state of a connector is read as STARTED, topic={} key={}", topic, key);
        return Target.STARTED;
    }

    private JsonNode parsed(String key, byte[] value) {
        try {
            JsonNode node = MAPPER.readTree(new String(value, StandardCharsets.UTF_8));
            if (node != null && node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            log.debug("no JSON, topic={} key={}", topic, key, e);
        }
        throw new FatalException("topic '" + topic + "' is not one of connectors' configurations: the value of " + key
                + " is no JSON object");
    }

    @Override
    public void put(String connector, Map<String, String> settings) {
        write(CONNECTOR + connector, MAPPER.valueToTree(Map.of("properties", settings)));
    }

    @Override
    public void put(String connector, Target target) {
        write(TARGET + connector, MAPPER.valueToTree(Map.of("state", target.name())));
    }

    @Override
    public void remove(String connector) {
        write(CONNECTOR + connector, null);
        write(TARGET + connector, null);
    }

    private void write(String key, @Nullable JsonNode value) {
        byte[] bytes = value == null ? null : value.toString().getBytes(StandardCharsets.UTF_8);
        ProducerRecord<byte[], byte[]> row =
                new ProducerRecord<>(topic, 0, null, key.getBytes(StandardCharsets.UTF_8), bytes);
        try {
            opened().write(List.of(Record.of(row, ticker.now())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException("interrupted while writing to topic '" + topic + "'", e);
        } catch (StreamException e) {
            close();
            throw e;
        }
    }

    private KafkaRowSink opened() {
        KafkaRowSink open = sink;
        if (open == null) {
            open = new KafkaRowSink(new KafkaSinkSettings(cluster.connection(), topic, Duration.ZERO));
            open.open();
            sink = open;
        }
        return open;
    }

    @Override
    public void close() {
        KafkaRowSink open = sink;
        sink = null;
        if (open != null) {
            open.close();
        }
    }
}
