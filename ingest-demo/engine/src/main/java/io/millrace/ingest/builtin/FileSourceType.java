package io.millrace.ingest.builtin;

import io.millrace.core.Source;
import io.millrace.core.json.JsonRow;
import io.millrace.ingest.type.SourceContext;
import io.millrace.ingest.type.SourceType;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The source {@code file}: the rows of an NDJSON file, once, as fast as can be or as they were recorded. */
public final class FileSourceType implements SourceType<FileSourceType.Keys> {

    /**
     * Its keys.
     *
     * @param filePath the file, plain or compressed by gzip
     * @param speed how many times as fast as recorded; 0, which is the default, as fast as can be
     * @param timeField the field with a row's time; {@code time} by default
     * @param maxLineBytes longer lines are refused; 1 MiB by default
     */
    public record Keys(
            String filePath,
            @Nullable Double speed,
            @Nullable String timeField,
            @Nullable Integer maxLineBytes) {}

    @Override
    public String name() {
        return "file";
    }

    @Override
    public Class<Keys> settings() {
        return Keys.class;
    }

    @Override
    public Source<JsonRow> create(Keys keys, SourceContext context) {
        Path file = context.base().resolve(keys.filePath());
        return new CountedFileSource(
                file,
                Objects.requireNonNullElse(keys.speed(), 0.0),
                Objects.requireNonNullElse(keys.timeField(), "time"),
                Objects.requireNonNullElse(keys.maxLineBytes(), 1 << 20),
                context);
    }
}
