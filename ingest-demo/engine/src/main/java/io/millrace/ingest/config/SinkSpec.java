package io.millrace.ingest.config;

import io.millrace.core.IdempotentSink;
import io.millrace.core.json.JsonRow;
import io.millrace.ingest.type.SinkContext;
import io.millrace.ingest.type.SinkType;
import java.util.Map;
import java.util.Set;

/**
 * A sink as a document wants it. Two are equal when they would be made the same, secrets included.
 *
 * @param <S> settings of its type
 * @param name within its pipeline
 * @param kind how to make it
 * @param settings what to make it with
 * @param delivery how it gets its rows
 * @param shown its keys for people, without {@code type}; secrets are {@code ***}
 */
public record SinkSpec<S>(
        String name, SinkType<S> kind, S settings, DeliverySettings delivery, Map<String, Object> shown) {

    public SinkSpec {
        shown = Map.copyOf(shown);
    }

    /** As in the YAML, for example {@code clickhouse_connect}. */
    public String type() {
        return kind.name();
    }

    /** Values of the field {@code type} that it stores; empty for all rows. */
    public Set<String> rowTypes() {
        Set<String> types = delivery.types();
        return types == null ? kind.rowTypes(settings) : types;
    }

    /** A new sink, not opened. */
    public IdempotentSink<JsonRow> create(SinkContext context) {
        return kind.create(settings, context);
    }

    /** Says nothing of the settings, which may have secrets. */
    @Override
    public String toString() {
        return "sink " + name + " of type " + type();
    }
}
