package io.millrace.connector.file;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link FileBatchSink} writes, and when it begins a new file.
 *
 * @param path the NDJSON file that is appended to, in a folder that exists; beside it {@code <name>.state} remembers
 *     what is in it
 * @param rotateBytes size in bytes above which a file is put aside and a new one begun, at least 1;
 *     {@link Long#MAX_VALUE} for never. A batch is never split, so a file may be larger by less than a batch
 * @param rotateAfter age at which a file is put aside when the next batch comes, positive; null for never
 * @param compress whether files put aside become {@code .gz}
 */
public record FileBatchSinkSettings(
        Path path, long rotateBytes, @Nullable Duration rotateAfter, boolean compress) {

    public FileBatchSinkSettings {
        requireNonNull(path, "path is null");
        if (rotateBytes < 1) {
            throw new IllegalArgumentException("rotateBytes must be at least 1, was " + rotateBytes);
        }
        if (rotateAfter != null && !rotateAfter.isPositive()) {
            throw new IllegalArgumentException("rotateAfter must be positive, was " + rotateAfter);
        }
    }

    /** One file that only grows. */
    public static FileBatchSinkSettings of(Path path) {
        return new FileBatchSinkSettings(path, Long.MAX_VALUE, null, false);
    }
}
