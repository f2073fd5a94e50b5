package io.millrace.connector.file;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * Where a {@link FileSink} writes.
 *
 * @param path the NDJSON file that is appended to, in a folder that exists
 * @param rotateBytes size in bytes above which a file is put aside and a new one begun, at least 1;
 *     {@link Long#MAX_VALUE} for never. A batch is never split, so a file may be larger by less than a batch
 */
public record FileSinkSettings(Path path, long rotateBytes) {

    public FileSinkSettings {
        requireNonNull(path, "path is null");
        if (rotateBytes < 1) {
            throw new IllegalArgumentException("rotateBytes must be at least 1, was " + rotateBytes);
        }
    }

    /** One file that only grows. */
    public static FileSinkSettings of(Path path) {
        return new FileSinkSettings(path, Long.MAX_VALUE);
    }
}
