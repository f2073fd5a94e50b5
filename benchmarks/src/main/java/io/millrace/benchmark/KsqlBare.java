package io.millrace.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.KeyValueStore;

/** What somebody would write by hand with Kafka Streams and Jackson in place of the statements of the benchmark. */
final class KsqlBare {

    static final String STORE = "latest";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Serde<Reading> READINGS = serde(Reading.class);
    private static final Serde<Latest> LATESTS = serde(Latest.class);

    private KsqlBare() {}

    /** A record of the input. */
    record Reading(String place, double value, long time) {}

    /** What the table keeps of a key. */
    record Latest(double value, long time) {}

    private static <T> Serde<T> serde(Class<T> type) {
        Serializer<T> serializer = (_, value) -> {
            try {
                return value == null ? null : MAPPER.writeValueAsBytes(value);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        Deserializer<T> deserializer = (_, bytes) -> {
            try {
                return bytes == null ? null : MAPPER.readValue(bytes, type);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        return Serdes.serdeFrom(serializer, deserializer);
    }

    private static KStream<Integer, Reading> input(StreamsBuilder builder, String topic) {
        return builder.stream(topic, Consumed.with(Serdes.Integer(), READINGS));
    }

    /** Some columns of each record. */
    static KafkaStreams pass(Properties settings, String from, String to) {
        StreamsBuilder builder = new StreamsBuilder();
        input(builder, from)
                .filter((_, reading) -> reading.value() >= 0)
                .mapValues(reading -> new Latest(reading.value(), reading.time()))
                .to(to, Produced.with(Serdes.Integer(), LATESTS));
        return new KafkaStreams(builder.build(), settings);
    }

    /** The last record of each key. */
    static KafkaStreams table(Properties settings, String from, String to) {
        StreamsBuilder builder = new StreamsBuilder();
        input(builder, from)
                .groupByKey(Grouped.with(Serdes.Integer(), READINGS))
                .aggregate(
                        () -> new Latest(0, 0),
                        (_, reading, _) -> new Latest(reading.value(), reading.time()),
                        Materialized.<Integer, Latest, KeyValueStore<Bytes, byte[]>>as(STORE)
                                .withKeySerde(Serdes.Integer())
                                .withValueSerde(LATESTS))
                .toStream()
                .to(to, Produced.with(Serdes.Integer(), LATESTS));
        return new KafkaStreams(builder.build(), settings);
    }

    static Properties settings(String bootstrapServers, String application, Path folder, long cacheBytes, int linger) {
        Properties all = new Properties();
        all.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        all.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
        all.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        all.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 2_000);
        all.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, cacheBytes);
        all.put(StreamsConfig.producerPrefix("linger.ms"), linger);
        all.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        return all;
    }
}
