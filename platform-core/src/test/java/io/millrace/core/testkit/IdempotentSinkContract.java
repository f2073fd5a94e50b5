package io.millrace.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.BatchId;
import io.millrace.core.IdempotentSink;
import io.millrace.core.Record;
import io.millrace.core.failure.PoisonException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link IdempotentSink} promises beyond {@link SinkContract}, as tests.
 *
 * @param <T> compared by {@code equals}
 */
@Timeout(60)
public interface IdempotentSinkContract<T> {

    /** At least four different values. */
    List<T> samples();

    /** A new sink, not opened, on this test's place. */
    IdempotentSink<T> sink() throws Exception;

    /** What is durable now, in order, read by other means than the sink. */
    List<T> stored() throws Exception;

    /** A value that the sink refuses; null when it takes everything. */
    @Nullable
    T poison();

    @Test
    default void storesABatchOnce() throws Exception {
        try (IdempotentSink<T> sink = sink()) {
            sink.open();
            sink.write(id(0, 1), batch(0, 1));
            sink.write(id(0, 1), batch(0, 1));
            sink.open();
            sink.write(id(0, 1), batch(0, 1));
            sink.write(id(2, 3), batch(2, 3));
        }
        assertThat(stored()).isEqualTo(samples().subList(0, 4));
    }

    @Test
    default void knowsABatchThatAnotherSinkStored() throws Exception {
        try (IdempotentSink<T> sink = sink()) {
            sink.open();
            sink.write(id(0, 1), batch(0, 1));
            sink.write(id(2, 2), batch(2, 2));
        }
        try (IdempotentSink<T> sink = sink()) {
            sink.open();
            sink.write(id(2, 2), batch(2, 2));
            sink.write(id(3, 3), batch(3, 3));
        }
        assertThat(stored()).isEqualTo(samples().subList(0, 4));
    }

    @Test
    default void keepsStreamsApart() throws Exception {
        try (IdempotentSink<T> sink = sink()) {
            sink.open();
            sink.write(id(0, 1), batch(0, 1));
            sink.write(new BatchId("other", 0, 1), batch(2, 3));
        }
        assertThat(stored()).isEqualTo(samples().subList(0, 4));
    }

    @Test
    default void takesABatchBehindAHole() throws Exception {
        try (IdempotentSink<T> sink = sink()) {
            sink.open();
            sink.write(id(0, 1), batch(0, 1));
            sink.write(new BatchId("stream", 100, 101), batch(2, 3));
            sink.write(new BatchId("stream", 100, 101), batch(2, 3));
        }
        assertThat(stored()).isEqualTo(samples().subList(0, 4));
    }

    @Test
    default void storesNothingOfABatchWithAPoisonedRecord() throws Exception {
        T poison = poison();
        if (poison == null) {
            return;
        }
        try (IdempotentSink<T> sink = sink()) {
            sink.open();
            List<Record<T>> mixed = new ArrayList<>(batch(0, 1));
            mixed.add(Record.of(poison, Instant.EPOCH));
            assertThatThrownBy(() -> sink.write(id(0, 2), mixed)).isInstanceOf(PoisonException.class);
            assertThat(stored()).isEmpty();
            sink.write(id(0, 1), batch(0, 1));
            assertThatThrownBy(() -> sink.write(id(2, 2), mixed.subList(2, 3))).isInstanceOf(PoisonException.class);
            sink.write(id(3, 3), batch(3, 3));
        }
        assertThat(stored())
                .containsExactly(samples().get(0), samples().get(1), samples().get(3));
    }

    @Test
    default void refusesABatchOfAnotherSizeThanItsId() throws Exception {
        try (IdempotentSink<T> sink = sink()) {
            sink.open();
            assertThatThrownBy(() -> sink.write(id(0, 2), batch(0, 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("stream/0-2");
        }
        assertThat(stored()).isEmpty();
    }

    private static BatchId id(long first, long last) {
        return new BatchId("stream", first, last);
    }

    private List<Record<T>> batch(int first, int last) {
        return samples().subList(first, last + 1).stream()
                .map(value -> Record.of(value, Instant.EPOCH))
                .toList();
    }
}
