package io.millrace.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.Record;
import io.millrace.core.Sink;
import io.millrace.core.failure.PoisonException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link Sink} promises, as tests. A test class implements this interface; it is made anew for each test,
 * and with it the place that its sinks write to.
 *
 * @param <T> compared by {@code equals}
 */
@Timeout(60)
public interface SinkContract<T> {

    /** At least four different values. */
    List<T> samples();

    /** A new sink, not opened, on this test's place. */
    Sink<T> sink() throws Exception;

    /** What is durable now, in order, read by other means than the sink. */
    List<T> stored() throws Exception;

    /** A value that the sink refuses; null when it takes everything. */
    @Nullable
    T poison();

    /** Whether a batch that is written twice is stored once. */
    boolean idempotent();

    @Test
    default void hasStoredABatchWhenWriteReturns() throws Exception {
        try (Sink<T> sink = sink()) {
            sink.open();
            sink.write(batch(samples().subList(0, 2)));
            assertThat(stored()).isEqualTo(samples().subList(0, 2));
            sink.write(batch(samples().subList(2, samples().size())));
            assertThat(stored()).isEqualTo(samples());
        }
    }

    @Test
    default void storesNothingMoreWhenItCloses() throws Exception {
        Sink<T> sink = sink();
        sink.open();
        sink.write(batch(samples()));
        List<T> before = stored();
        sink.close();
        assertThat(stored()).isEqualTo(before).isEqualTo(samples());
    }

    @Test
    default void takesTheSameBatchAgain() throws Exception {
        try (Sink<T> sink = sink()) {
            sink.open();
            sink.write(batch(samples()));
            sink.open();
            sink.write(batch(samples()));
        }
        List<T> twice = new ArrayList<>(samples());
        twice.addAll(samples());
        assertThat(stored()).isEqualTo(idempotent() ? samples() : twice);
    }

    @Test
    default void continuesWhereAnotherHasClosed() throws Exception {
        try (Sink<T> sink = sink()) {
            sink.open();
            sink.write(batch(samples().subList(0, 2)));
        }
        try (Sink<T> sink = sink()) {
            sink.open();
            sink.write(batch(samples().subList(2, samples().size())));
        }
        assertThat(stored()).isEqualTo(samples());
    }

    @Test
    default void refusesExactlyThePoisonedRecord() throws Exception {
        T poison = poison();
        if (poison == null) {
            return;
        }
        List<T> mixed = new ArrayList<>(samples());
        mixed.add(1, poison);
        try (Sink<T> sink = sink()) {
            sink.open();
            assertThatThrownBy(() -> sink.write(batch(mixed))).isInstanceOf(PoisonException.class);
            for (T value : mixed) {
                if (value.equals(poison)) {
                    assertThatThrownBy(() -> sink.write(batch(List.of(value)))).isInstanceOf(PoisonException.class);
                } else {
                    sink.write(batch(List.of(value)));
                }
            }
        }
        assertThat(stored()).isEqualTo(samples());
    }

    @Test
    default void closesTwiceAndWithoutHavingBeenOpened() throws Exception {
        Sink<T> opened = sink();
        opened.open();
        opened.close();
        assertThatCode(opened::close).doesNotThrowAnyException();
        Sink<T> unopened = sink();
        unopened.close();
        assertThatCode(unopened::close).doesNotThrowAnyException();
    }

    private static <T> List<Record<T>> batch(List<T> values) {
        return values.stream().map(value -> Record.of(value, Instant.EPOCH)).toList();
    }
}
