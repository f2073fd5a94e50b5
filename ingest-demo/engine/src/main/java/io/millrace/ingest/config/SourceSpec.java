package io.millrace.ingest.config;

import io.millrace.core.Source;
import io.millrace.core.json.JsonRow;
import io.millrace.ingest.type.SourceContext;
import io.millrace.ingest.type.SourceType;
import java.util.Map;

/**
 * A source as a document wants it. Two are equal when they would be made the same, secrets included.
 *
 * @param <S> settings of its type
 * @param kind how to make it
 * @param settings what to make it with
 * @param shown its keys for people, without {@code type}; secrets are {@code ***}
 */
public record SourceSpec<S>(SourceType<S> kind, S settings, Map<String, Object> shown) {

    public SourceSpec {
        shown = Map.copyOf(shown);
    }

    /** As in the YAML, for example {@code coinbase}. */
    public String type() {
        return kind.name();
    }

    /** A new source, not opened. */
    public Source<JsonRow> create(SourceContext context) {
        return kind.create(settings, context);
    }

    /** Says nothing of the settings, which may have secrets. */
    @Override
    public String toString() {
        return "source " + type();
    }
}
