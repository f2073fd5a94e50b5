package io.millrace.ingest.config;

import static java.util.Objects.requireNonNull;

import io.millrace.core.flow.Overflow;
import java.time.Duration;

/**
 * The log between a source and its sinks.
 *
 * @param overflow what happens when the files are full: {@code block}, {@code drop-oldest} or {@code drop-newest}
 * @param maxBytes bound of the files, at least 1 MiB
 * @param memoryBytes about what rows that were just read may take in memory, at least 64 KiB; a sink that keeps up
 *     reads no file
 * @param sync how long rows may wait until they are forced to the disk together, at most one second; zero for each
 *     batch of the source on its own. Sinks, and the source's confirmation, wait for it
 */
public record BufferSettings(Overflow overflow, long maxBytes, long memoryBytes, Duration sync) {

    /** Block at 1 GiB, 32 MiB in memory, forced to the disk every 5 ms. */
    public static final BufferSettings DEFAULT =
            new BufferSettings(Overflow.BLOCK, 1L << 30, 32L << 20, Duration.ofMillis(5));

    public BufferSettings {
        requireNonNull(overflow, "overflow is null");
        requireNonNull(sync, "sync is null");
        if (overflow == Overflow.LATEST_BY_KEY || overflow == Overflow.DISCONNECT) {
            throw new IllegalArgumentException("overflow must be block, drop-oldest or drop-newest, was "
                    + overflow.text() + ": a log on the disk keeps rows in their order and has no reader to cut off");
        }
        if (maxBytes < 1 << 20) {
            throw new IllegalArgumentException("max_bytes must be at least 1 MiB, was " + maxBytes);
        }
        if (memoryBytes < 64 << 10) {
            throw new IllegalArgumentException("memory_bytes must be at least 64 KiB, was " + memoryBytes);
        }
        if (sync.isNegative() || sync.compareTo(Duration.ofSeconds(1)) > 0) {
            throw new IllegalArgumentException("sync must be from 0 to 1s, was " + sync.toMillis() + "ms");
        }
    }
}
