package io.millrace.connector.file;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a {@link FileSource} reads, and how.
 *
 * @param path the NDJSON file
 * @param offsetPath the side file that remembers how far records were committed
 * @param tail true to wait for more at the end of the file, false to end there
 * @param maxLineBytes longest line in bytes without its line feed, at least 1; a longer one is poison
 * @param maxBatch records that one poll gives at most, at least 1
 * @param pause how long a tailing source waits before it looks again, positive
 */
public record FileSourceSettings(
        Path path, Path offsetPath, boolean tail, int maxLineBytes, int maxBatch, Duration pause) {

    public FileSourceSettings {
        requireNonNull(path, "path is null");
        requireNonNull(offsetPath, "offsetPath is null");
        requireNonNull(pause, "pause is null");
        if (offsetPath.equals(path)) {
            throw new IllegalArgumentException("offsetPath must differ from path, was " + offsetPath);
        }
        if (maxLineBytes < 1) {
            throw new IllegalArgumentException("maxLineBytes must be at least 1, was " + maxLineBytes);
        }
        if (maxBatch < 1) {
            throw new IllegalArgumentException("maxBatch must be at least 1, was " + maxBatch);
        }
        if (!pause.isPositive()) {
            throw new IllegalArgumentException("pause must be positive, was " + pause);
        }
    }

    /**
     * The usual settings: offset beside the file in {@code <name>.offset}, lines up to 1 MiB, 1,000 records per batch,
     * a look every 100 ms.
     */
    public static FileSourceSettings of(Path path, boolean tail) {
        Path offset = path.resolveSibling(path.getFileName() + ".offset");
        return new FileSourceSettings(path, offset, tail, 1 << 20, 1_000, Duration.ofMillis(100));
    }
}
