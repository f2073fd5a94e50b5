package io.millrace.ingest.type;

import io.millrace.core.IdempotentSink;
import io.millrace.core.json.JsonRow;
import java.util.Set;

/**
 * A kind of sink, found by {@link java.util.ServiceLoader}. Its JSON Schema is generated from the record of settings.
 *
 * @param <S> a record; its components, in snake case, are the keys in the YAML
 */
public interface SinkType<S> {

    /** The value of {@code type} in the YAML, for example {@code clickhouse_connect}. */
    String name();

    /** The record that the keys are read into. */
    Class<S> settings();

    /**
     * Makes a sink and does no I/O.
     *
     * @throws IllegalArgumentException when settings do not fit each other; the message names the keys
     */
    IdempotentSink<JsonRow> create(S settings, SinkContext context);

    /**
     * The values of the field {@code type} that such a sink stores unless the YAML says otherwise; rows of other types
     * are counted and left out. Empty for all rows.
     */
    default Set<String> rowTypes(S settings) {
        return Set.of();
    }
}
