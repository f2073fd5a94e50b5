package io.millrace.ksql.format;

import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** A codec as Kafka wants it: null stays null. */
@SuppressWarnings("NullAway") // Kafka means "no value" by null, and does not say so in its types
public record RowSerde(RowCodec codec) implements Serde<Row> {

    @Override
    public Serializer<Row> serializer() {
        return (_, row) -> row == null ? null : codec.write(row);
    }

    @Override
    public Deserializer<Row> deserializer() {
        return (_, bytes) -> read(bytes);
    }

    private @Nullable Row read(byte @Nullable [] bytes) {
        return bytes == null ? null : codec.read(bytes);
    }
}
