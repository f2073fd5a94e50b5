package io.millrace.ingest.config;

import static java.util.Objects.requireNonNull;

import io.millrace.core.pipeline.Backoff;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a sink gets its rows. A batch is written when one of its bounds is reached.
 *
 * @param rows rows of a batch at most, 1 to 1,000,000
 * @param bytes bytes of a batch's text at most, 1 KiB to 64 MiB; a larger row is a batch of its own
 * @param age how long a row waits for others at most
 * @param types values of the field that names a row's type that are stored, empty for all rows; null for what the
 *     sink's type says
 * @param retry how long it waits after failures
 */
public record DeliverySettings(
        int rows, long bytes, Duration age, @Nullable Set<String> types, Backoff retry) {

    /** 10,000 rows, 4 MiB, half a second; retried after 200 ms up to 30 s. */
    public static final DeliverySettings DEFAULT =
            new DeliverySettings(10_000, 4L << 20, Duration.ofMillis(500), null, Backoff.DEFAULT);

    public DeliverySettings {
        requireNonNull(age, "age is null");
        requireNonNull(retry, "retry is null");
        types = types == null ? null : Set.copyOf(types);
        if (rows < 1 || rows > 1_000_000) {
            throw new IllegalArgumentException("batch.rows must be from 1 to 1000000, was " + rows);
        }
        if (bytes < 1 << 10 || bytes > 64 << 20) {
            throw new IllegalArgumentException("batch.bytes must be from 1 KiB to 64 MiB, was " + bytes);
        }
        if (age.isNegative() || age.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("batch.age must be from 0 to 1h, was " + age.toMillis() + "ms");
        }
    }
}
