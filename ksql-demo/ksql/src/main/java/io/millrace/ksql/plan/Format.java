package io.millrace.ksql.plan;

import java.util.Map;

/**
 * How keys or values are written.
 *
 * @param properties such as {@code delimiter} and {@code fullSchemaName}; empty for most
 */
public record Format(Kind kind, Map<String, String> properties) {

    /** The formats that can be named in WITH (...). */
    public enum Kind {
        /** Nothing at all: for keys of streams without key. */
        NONE,
        /** Kafka's own serialisers: one column alone. */
        KAFKA,
        DELIMITED,
        JSON,
        /** JSON with a schema in a registry. */
        JSON_SR,
        AVRO,
        PROTOBUF;

        /** Whether a single column can be written with or without an envelope. */
        public boolean wraps() {
            return this == JSON || this == JSON_SR || this == AVRO || this == PROTOBUF;
        }
    }

    public Format {
        properties = Map.copyOf(properties);
    }

    public static Format of(Kind kind) {
        return new Format(kind, Map.of());
    }
}
