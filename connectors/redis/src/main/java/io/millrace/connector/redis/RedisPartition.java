package io.millrace.connector.redis;

import static java.util.Objects.requireNonNull;

/** A partition of a topic, of which offsets are held beside the data. */
public record RedisPartition(String topic, int partition) {

    public RedisPartition {
        requireNonNull(topic, "topic is null");
    }

    /** The key of its offset, as the reference system's sink connector has it. */
    String key() {
        return "__kafka.offset." + topic + "." + partition;
    }
}
