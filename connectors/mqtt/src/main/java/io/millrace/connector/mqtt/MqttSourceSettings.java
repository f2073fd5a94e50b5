package io.millrace.connector.mqtt;

import static java.util.Objects.requireNonNull;

import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.QueueSettings;
import java.time.Duration;
import java.util.List;

/**
 * What a {@link MqttSource} reads.
 *
 * @param filters at least one topic filter, such as {@code /hfp/v2/journey/#}; {@code +} stands for one level
 * @param quality the highest quality; a message comes with the lower one of this and its publisher's
 * @param cleanSession true forgets what the broker kept for this client, at each connection; false keeps subscriptions
 *     and unconfirmed messages while the client is away
 * @param sessionExpiry how long the broker keeps a session without connection, up to 136 years; told with MQTT 5 only
 * @param queue the bound between the network and the pipeline. With {@code BLOCK} the connection is not read while the
 *     queue is full
 * @param maxUnconfirmed messages of quality 1 that the broker may send before the first of them is confirmed, 1 to
 *     65,535; told with MQTT 5 only
 */
public record MqttSourceSettings(
        MqttConnection connection,
        List<String> filters,
        MqttQuality quality,
        boolean cleanSession,
        Duration sessionExpiry,
        QueueSettings queue,
        int maxUnconfirmed) {

    public MqttSourceSettings {
        requireNonNull(connection, "connection is null");
        requireNonNull(quality, "quality is null");
        requireNonNull(queue, "queue is null");
        filters = List.copyOf(filters);
        if (filters.isEmpty()) {
            throw new IllegalArgumentException("filters must name at least one topic filter");
        }
        filters.forEach(MqttTopics::checkFilter);
        if (!cleanSession && connection.clientId().isEmpty()) {
            throw new IllegalArgumentException("clientId must not be empty when the session is kept");
        }
        if (sessionExpiry.isNegative() || sessionExpiry.toSeconds() > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("sessionExpiry must be from 0 to 4294967295 s, was " + sessionExpiry);
        }
        if (maxUnconfirmed < 1 || maxUnconfirmed > 65_535) {
            throw new IllegalArgumentException("maxUnconfirmed must be from 1 to 65535, was " + maxUnconfirmed);
        }
    }

    /**
     * The usual settings: at least once, a session that is kept for a day, a blocking queue of 10,000 records given in
     * batches of up to 2,000.
     */
    public static MqttSourceSettings of(MqttConnection connection, String filter) {
        return new MqttSourceSettings(
                connection,
                List.of(filter),
                MqttQuality.AT_LEAST_ONCE,
                false,
                Duration.ofDays(1),
                new QueueSettings(Overflow.BLOCK, 10_000, 2_000),
                10_000);
    }

    /** The same with another quality, and a session that is kept or not. */
    public MqttSourceSettings with(MqttQuality other, boolean clean) {
        return new MqttSourceSettings(connection, filters, other, clean, sessionExpiry, queue, maxUnconfirmed);
    }

    /** The same with another bound. */
    public MqttSourceSettings with(QueueSettings other) {
        return new MqttSourceSettings(connection, filters, quality, cleanSession, sessionExpiry, other, maxUnconfirmed);
    }
}
