package io.millrace.ingest;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where pipelines keep what they know, and how they end.
 *
 * @param folder made when it is not there; one process at a time
 * @param grace how long sinks may store what is left when pipelines are removed or everything is closed
 * @param checkpoint how often the memory of a source is kept
 */
public record IngestSettings(Path folder, Duration grace, Duration checkpoint) {

    public IngestSettings {
        requireNonNull(folder, "folder is null");
        requireNonNull(grace, "grace is null");
        requireNonNull(checkpoint, "checkpoint is null");
        if (grace.isNegative()) {
            throw new IllegalArgumentException("grace must not be negative, was " + grace);
        }
        if (!checkpoint.isPositive()) {
            throw new IllegalArgumentException("checkpoint must be positive, was " + checkpoint);
        }
    }

    /** Ten seconds of grace, a checkpoint every five seconds. */
    public static IngestSettings of(Path folder) {
        return new IngestSettings(folder, Duration.ofSeconds(10), Duration.ofSeconds(5));
    }
}
