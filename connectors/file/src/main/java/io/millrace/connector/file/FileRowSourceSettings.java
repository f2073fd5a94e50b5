package io.millrace.connector.file;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * What a {@link FileRowSource} reads, and how fast.
 *
 * @param path the NDJSON file, plain or compressed by gzip
 * @param offsetPath the side file that remembers how far rows were committed
 * @param speed how many times as fast as recorded, by the time field: 1 as recorded, 60 a minute in a second, 0 as fast
 *     as can be; at least 0, finite
 * @param timeField the field that has a row's time, in ISO 8601
 * @param maxLineBytes longest line in bytes without its line feed, at least 1; a longer one is refused
 * @param maxBatch rows that one poll gives at most, at least 1
 */
public record FileRowSourceSettings(
        Path path, Path offsetPath, double speed, String timeField, int maxLineBytes, int maxBatch) {

    public FileRowSourceSettings {
        requireNonNull(path, "path is null");
        requireNonNull(offsetPath, "offsetPath is null");
        requireNonNull(timeField, "timeField is null");
        if (offsetPath.equals(path)) {
            throw new IllegalArgumentException("offsetPath must differ from path, was " + offsetPath);
        }
        if (!(speed >= 0) || Double.isInfinite(speed)) {
            throw new IllegalArgumentException("speed must be at least 0, was " + speed);
        }
        if (timeField.isBlank()) {
            throw new IllegalArgumentException("timeField must not be blank");
        }
        if (maxLineBytes < 1) {
            throw new IllegalArgumentException("maxLineBytes must be at least 1, was " + maxLineBytes);
        }
        if (maxBatch < 1) {
            throw new IllegalArgumentException("maxBatch must be at least 1, was " + maxBatch);
        }
    }

    /**
     * The usual settings: offset beside the file in {@code <name>.offset}, times in the field {@code time}, lines up to
     * 1 MiB, 1,000 rows per batch.
     */
    public static FileRowSourceSettings of(Path path, double speed) {
        Path offset = path.resolveSibling(path.getFileName() + ".offset");
        return new FileRowSourceSettings(path, offset, speed, "time", 1 << 20, 1_000);
    }
}
