package io.millrace.connector.mqtt;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Where a {@link MqttSink} writes.
 *
 * @param topic where all records go; null when each goes to the topic that its key names
 * @param retained whether the broker keeps the last message of each topic for those who subscribe later
 * @param window messages of quality 1 that are sent before the first is confirmed, 1 to 65,535; the broker may ask for
 *     less
 */
public record MqttSinkSettings(
        MqttConnection connection, @Nullable String topic, MqttQuality quality, boolean retained, int window) {

    public MqttSinkSettings {
        requireNonNull(connection, "connection is null");
        requireNonNull(quality, "quality is null");
        String problem = topic == null ? null : MqttTopics.problem(topic);
        if (problem != null) {
            throw new IllegalArgumentException("topic " + problem + ", was '" + topic + "'");
        }
        if (window < 1 || window > 65_535) {
            throw new IllegalArgumentException("window must be from 1 to 65535, was " + window);
        }
    }

    /** To the topic of each record's key, not retained, 1,000 at a time. */
    public static MqttSinkSettings byKey(MqttConnection connection, MqttQuality quality) {
        return new MqttSinkSettings(connection, null, quality, false, 1_000);
    }
}
