package io.millrace.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/**
 * What every {@link Source} promises, as tests. A test class implements this interface and supplies the sources; it is
 * made anew for each test.
 *
 * @param <T> compared by {@code equals}
 */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
public interface SourceContract<T> {

    /** At least four different values. */
    List<T> samples();

    /** A new source, not opened, that gives these values in small batches or large ones, and then ends if it can. */
    Source<T> sourceOf(List<T> values) throws Exception;

    /** A new source, not opened, that has nothing to give and does not end. */
    Source<T> silent() throws Exception;

    /** Whether the source ends after its values. If not, it is then idle. */
    default boolean ends() {
        return true;
    }

    /** Whether what was not committed comes again after a reopen. If not, it never does. */
    default boolean replays() {
        return true;
    }

    @Test
    default void givesEveryValueInOrderThenEnds() throws Exception {
        try (Source<T> source = sourceOf(samples())) {
            source.open();
            assertThat(take(source, samples().size(), true)).isEqualTo(samples());
            Poll<T> next = source.poll(Duration.ofMillis(100));
            assertThat(next).isInstanceOf(ends() ? Poll.End.class : Poll.Idle.class);
        }
    }

    @Test
    default void isIdleWhenTheTimeoutHasPassed() throws Exception {
        try (Source<T> source = silent()) {
            source.open();
            long start = System.nanoTime();
            assertThat(source.poll(Duration.ZERO)).isInstanceOf(Poll.Idle.class);
            assertThat(source.poll(Duration.ofMillis(50))).isInstanceOf(Poll.Idle.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(45), Duration.ofSeconds(5));
        }
    }

    @Test
    default void closesTwiceAndWithoutHavingBeenOpened() throws Exception {
        Source<T> opened = sourceOf(samples());
        opened.open();
        opened.close();
        assertThatCode(opened::close).doesNotThrowAnyException();
        Source<T> unopened = sourceOf(samples());
        unopened.close();
        assertThatCode(unopened::close).doesNotThrowAnyException();
    }

    @Test
    default void endsARunningPollWhenClosedFromAnotherThread() throws Exception {
        Source<T> source = silent();
        source.open();
        AtomicReference<Object> seen = new AtomicReference<>();
        Thread polling = polling(source, seen);
        Eventually.untilWaiting(polling);
        source.close();
        polling.join();
        assertThat(seen.get()).isInstanceOf(Poll.End.class);
    }

    @Test
    default void endsTheWaitWhenInterrupted() throws Exception {
        try (Source<T> source = silent()) {
            source.open();
            AtomicReference<Object> seen = new AtomicReference<>();
            Thread polling = polling(source, seen);
            Eventually.untilWaiting(polling);
            polling.interrupt();
            polling.join();
            assertThat(seen.get()).isInstanceOf(InterruptedException.class);
        }
    }

    private static Thread polling(Source<?> source, AtomicReference<Object> seen) {
        return Thread.ofPlatform().name("polling").start(() -> {
            try {
                seen.set(source.poll(Duration.ofHours(1)));
            } catch (InterruptedException | RuntimeException e) {
                seen.set(e);
            }
        });
    }

    @Test
    default void givesAgainAfterAReopenWhatWasNotCommitted() throws Exception {
        try (Source<T> source = sourceOf(samples())) {
            source.open();
            List<T> uncommitted = take(source, 1, false);
            source.open();
            List<T> rest = take(source, samples().size() - (replays() ? 0 : uncommitted.size()), true);
            assertThat(rest)
                    .isEqualTo(
                            replays()
                                    ? samples()
                                    : samples()
                                            .subList(
                                                    uncommitted.size(),
                                                    samples().size()));
        }
    }

    @Test
    default void continuesBehindTheLastCommitAfterAReopen() throws Exception {
        try (Source<T> source = sourceOf(samples())) {
            source.open();
            List<T> seen = new ArrayList<>(take(source, 2, true));
            source.open();
            seen.addAll(take(source, samples().size() - seen.size(), true));
            assertThat(seen).isEqualTo(samples());
            assertThat(source.poll(Duration.ofMillis(50))).isNotInstanceOf(Poll.Batch.class);
        }
    }

    /** Polls until at least so many values have come. */
    private static <T> List<T> take(Source<T> source, int count, boolean commit) throws InterruptedException {
        List<T> values = new ArrayList<>();
        while (values.size() < count) {
            switch (source.poll(Duration.ofSeconds(1))) {
                case Poll.Batch<T> batch -> {
                    batch.records().stream().map(Record::value).forEach(values::add);
                    if (commit) {
                        batch.ack().commit();
                    }
                }
                case Poll.Idle<T> _ -> {}
                case Poll.End<T> _ -> throw new AssertionError("ended after " + values + ", expected " + count);
            }
        }
        return values;
    }
}
