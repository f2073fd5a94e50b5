package io.millrace.vehicles.app;

import io.millrace.connector.kafka.KafkaConnection;
import io.millrace.connector.kafka.KafkaSink;
import io.millrace.connector.kafka.KafkaSinkSettings;
import io.millrace.connector.kafka.KafkaSource;
import io.millrace.connector.kafka.KafkaSourceSettings;
import io.millrace.connector.kafka.KafkaTopics;
import io.millrace.connector.mqtt.MqttConnection;
import io.millrace.connector.mqtt.MqttQuality;
import io.millrace.connector.mqtt.MqttSink;
import io.millrace.connector.mqtt.MqttSinkSettings;
import io.millrace.connector.mqtt.MqttSource;
import io.millrace.connector.mqtt.MqttSourceSettings;
import io.millrace.connector.redis.RedisConnection;
import io.millrace.connector.redis.RedisOrder;
import io.millrace.connector.redis.RedisSink;
import io.millrace.connector.redis.RedisSinkSettings;
import io.millrace.core.Sink;
import io.millrace.core.Source;
import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.QueueSettings;
import io.millrace.core.time.Ticker;
import io.millrace.vehicles.fleet.Fleet;
import io.millrace.vehicles.fleet.FleetSettings;
import io.millrace.vehicles.fleet.FleetSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sources and sinks of the service's pipelines, as the settings want them. */
final class FeedParts {

    private static final Duration ENDLESS = Duration.ofDays(36_500);
    private static final int BATCH = 2_000;

    private final VehiclesConfig config;
    private final Ticker ticker;

    FeedParts(VehiclesConfig config, Ticker ticker) {
        this.config = config;
        this.ticker = ticker;
    }

    /**
     * Messages for the board alone, which wants what is now: nothing is kept at the broker while the service is away,
     * and a queue that is full loses its oldest.
     */
    MqttSource<byte[]> latest(String broker) {
        return source(broker, MqttQuality.AT_MOST_ONCE, true, new QueueSettings(Overflow.DROP_OLDEST, 50_000, BATCH));
    }

    /** Messages of which none is to be lost: confirmed when they are stored, kept at the broker while we are away. */
    MqttSource<byte[]> all(String broker) {
        boolean named = config.mqtt().clientId().isPresent();
        return source(broker, MqttQuality.AT_LEAST_ONCE, !named, new QueueSettings(Overflow.BLOCK, 10_000, BATCH));
    }

    private MqttSource<byte[]> source(String broker, MqttQuality quality, boolean clean, QueueSettings queue) {
        VehiclesConfig.Mqtt mqtt = config.mqtt();
        String client = mqtt.clientId().orElseGet(() -> "millrace-vehicles-" + UUID.randomUUID());
        MqttConnection connection = MqttConnection.of(broker, client)
                .withUser(mqtt.user().orElse(null), mqtt.password().orElse(null));
        return MqttSource.bytes(
                new MqttSourceSettings(connection, mqtt.topics(), quality, clean, Duration.ofDays(1), queue, 10_000),
                ticker);
    }

    Sink<byte[]> topic(String kafka, String topic) {
        return new PreparedSink<>(
                () -> topics(kafka),
                new KafkaSink<>(
                        new KafkaSinkSettings(KafkaConnection.of(kafka), topic, Duration.ZERO),
                        new ByteArraySerializer()));
    }

    /** All messages from now on: each instance of the service has a board of its own, and so a group of its own. */
    Source<byte[]> raw(String kafka) {
        return new PreparedSource<>(
                () -> topics(kafka),
                new KafkaSource<>(
                        new KafkaSourceSettings(
                                KafkaConnection.of(kafka),
                                List.of(config.kafka().raw()),
                                config.kafka().group() + "-board-" + UUID.randomUUID(),
                                false,
                                BATCH),
                        new ByteArrayDeserializer()));
    }

    /** Makes the topics that messages come to, where they are missing: whoever needs them first does it. */
    void topics(String kafka) {
        new KafkaTopics(KafkaConnection.of(kafka))
                .ensure(
                        List.of(config.kafka().raw(), config.kafka().dead()),
                        config.kafka().partitions());
    }

    /** In Redis the table's order counts, as with the reference system's sink. */
    Sink<Optional<String>> keys(String redis) {
        return new RedisSink<>(
                RedisSinkSettings.of(redis(redis), RedisOrder.LAST_WRITTEN), value -> value.orElse(null));
    }

    RedisConnection redis(String address) {
        return RedisConnection.of(address, config.redis().database())
                .withPassword(config.redis().password().orElse(null));
    }

    Source<byte[]> fleet() {
        FleetSettings settings = FleetSettings.of(
                config.simulator().vehicles(), config.simulator().seed());
        return new FleetSource(Fleet.create(settings, ticker.now()), 1, ENDLESS, ticker);
    }

    Sink<byte[]> toBroker(String broker) {
        MqttConnection connection = MqttConnection.of(broker, "millrace-fleet-" + UUID.randomUUID());
        return MqttSink.bytes(MqttSinkSettings.byKey(connection, MqttQuality.AT_MOST_ONCE));
    }
}
