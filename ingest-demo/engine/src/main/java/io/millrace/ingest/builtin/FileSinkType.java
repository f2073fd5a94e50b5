package io.millrace.ingest.builtin;

import io.millrace.connector.file.FileBatchSink;
import io.millrace.connector.file.FileBatchSinkSettings;
import io.millrace.core.IdempotentSink;
import io.millrace.core.json.JsonRow;
import io.millrace.ingest.type.SinkContext;
import io.millrace.ingest.type.SinkType;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The sink {@code file}: rows as NDJSON. */
public final class FileSinkType implements SinkType<FileSinkType.Keys> {

    /**
     * Its keys.
     *
     * @param filePath the file; rows are appended
     * @param rotateBytes size above which it is put aside and a new one begun; never by default
     * @param rotateAfter age at which it is put aside; never by default
     * @param compress whether files put aside are compressed by gzip; false by default
     */
    public record Keys(
            String filePath,
            @Nullable Long rotateBytes,
            @Nullable Duration rotateAfter,
            @Nullable Boolean compress) {}

    @Override
    public String name() {
        return "file";
    }

    @Override
    public Class<Keys> settings() {
        return Keys.class;
    }

    @Override
    public IdempotentSink<JsonRow> create(Keys keys, SinkContext context) {
        FileBatchSinkSettings settings = new FileBatchSinkSettings(
                context.base().resolve(keys.filePath()),
                Objects.requireNonNullElse(keys.rotateBytes(), Long.MAX_VALUE),
                keys.rotateAfter(),
                Boolean.TRUE.equals(keys.compress()));
        return new FileBatchSink(settings, context.ticker());
    }
}
