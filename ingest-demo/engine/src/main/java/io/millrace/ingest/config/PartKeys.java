package io.millrace.ingest.config;

import io.millrace.core.flow.Overflow;
import io.millrace.core.pipeline.Backoff;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys of a document that belong to no type of source or sink. */
final class PartKeys {

    private PartKeys() {}

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    /** {@code buffer}. */
    record Buffer(
            @Nullable Overflow overflow,
            @Nullable Long maxBytes,
            @Nullable Long memoryBytes,
            @Nullable Duration sync) {

        BufferSettings settings() {
            BufferSettings usual = BufferSettings.DEFAULT;
            return new BufferSettings(
                    or(overflow, usual.overflow()),
                    or(maxBytes, usual.maxBytes()),
                    or(memoryBytes, usual.memoryBytes()),
                    or(sync, usual.sync()));
        }
    }

    /** {@code batch} of a sink. */
    record Batch(
            @Nullable Integer rows,
            @Nullable Long bytes,
            @Nullable Duration age) {}

    /** {@code retry} of a sink. */
    record Retry(@Nullable Duration first, @Nullable Duration max) {}

    /** What of a sink is not its type's. */
    record Delivery(
            @Nullable Batch batch,
            @Nullable Retry retry,
            @Nullable Set<String> types) {

        DeliverySettings settings() {
            DeliverySettings usual = DeliverySettings.DEFAULT;
            Batch b = or(batch, new Batch(null, null, null));
            Retry r = or(retry, new Retry(null, null));
            return new DeliverySettings(
                    or(b.rows(), usual.rows()),
                    or(b.bytes(), usual.bytes()),
                    or(b.age(), usual.age()),
                    types,
                    new Backoff(
                            or(r.first(), usual.retry().first()),
                            or(r.max(), usual.retry().cap()),
                            0.2));
        }
    }
}
