package io.millrace.ingest.type;

import io.millrace.core.Source;
import io.millrace.core.json.JsonRow;

/**
 * A kind of source, found by {@link java.util.ServiceLoader}. Its JSON Schema is generated from the record of settings.
 *
 * @param <S> a record; its components, in snake case, are the keys in the YAML
 */
public interface SourceType<S> {

    /** The value of {@code type} in the YAML, for example {@code coinbase}. */
    String name();

    /** The record that the keys are read into. */
    Class<S> settings();

    /**
     * Makes a source and does no I/O. It may be a {@link RememberingSource} and an {@link AccountingSource} too.
     *
     * @throws IllegalArgumentException when settings do not fit each other; the message names the keys
     */
    Source<JsonRow> create(S settings, SourceContext context);
}
