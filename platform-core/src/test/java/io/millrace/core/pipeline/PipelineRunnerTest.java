package io.millrace.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.core.Operator;
import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Sink;
import io.millrace.core.Source;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.flow.DropListener;
import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.QueueSettings;
import io.millrace.core.flow.QueueSource;
import io.millrace.core.testkit.CollectingSink;
import io.millrace.core.testkit.Eventually;
import io.millrace.core.testkit.FlakySource;
import io.millrace.core.testkit.ListSource;
import io.millrace.core.testkit.ManualTicker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class PipelineRunnerTest {

    private static final Backoff SHORT = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(8), 0);

    private final ManualTicker ticker = new ManualTicker();
    private final List<PipelineEvent> events = Collections.synchronizedList(new ArrayList<>());
    private final PipelineRunner runner = new PipelineRunner(ticker, events::add, new Random(1));
    private final List<Integer> numbers = IntStream.range(0, 10).boxed().toList();

    private <I, O> PipelineHandle start(Source<I> source, Operator<I, O> operator, Sink<O> sink) {
        return runner.start(Pipeline.of("test", source, operator, sink).with(PipelineSettings.DEFAULT.with(SHORT)));
    }

    private List<String> states() {
        return events.stream()
                .filter(PipelineEvent.StateChanged.class::isInstance)
                .map(event -> ((PipelineEvent.StateChanged) event).state().text())
                .toList();
    }

    /** Lets each backoff pass as soon as the pipeline waits. */
    private PipelineState awaitSkippingBackoffs(PipelineHandle handle) throws InterruptedException {
        Eventually.until("the pipeline is over", () -> {
            if (ticker.sleepers() > 0) {
                ticker.advance(Duration.ofSeconds(8));
            }
            return handle.state().over();
        });
        return handle.await();
    }

    @Test
    void copiesEverythingInOrderAndCommits() throws InterruptedException {
        ListSource<Integer> source = new ListSource<>(numbers, 3);
        CollectingSink<Integer> sink = new CollectingSink<>();
        try (PipelineHandle handle = start(source, Operator.identity(), sink)) {
            assertThat(handle.await()).isEqualTo(new PipelineState.Stopped());
        }
        assertThat(sink.values()).isEqualTo(numbers);
        assertThat(source.committed()).isEqualTo(10);
        assertThat(source.closed()).isTrue();
        assertThat(sink.closed()).isTrue();
        assertThat(states()).containsExactly("starting", "running", "stopped");
    }

    @Test
    void runsOnAVirtualThreadThatKnowsItsPipeline() throws InterruptedException {
        AtomicReference<String> seen = new AtomicReference<>();
        Operator<Integer, Integer> look = (_, _) -> seen.set(Thread.currentThread()
                        .getName() + " " + Thread.currentThread().isVirtual() + " " + PipelineRunner.PIPELINE.get());
        try (PipelineHandle handle = start(new ListSource<>(List.of(1)), look, new CollectingSink<>())) {
            handle.await();
        }
        assertThat(seen).hasValue("pipeline-test true test");
    }

    @Test
    void commitsABatchOfWhichNothingIsLeft() throws InterruptedException {
        ListSource<Integer> source = new ListSource<>(numbers, 5);
        CollectingSink<Integer> sink = new CollectingSink<>(_ -> {
            throw new AssertionError("an empty batch was written");
        });
        try (PipelineHandle handle = start(source, (_, _) -> {}, sink)) {
            assertThat(handle.await()).isEqualTo(new PipelineState.Stopped());
        }
        assertThat(source.committed()).isEqualTo(10);
    }

    @Test
    void reopensASourceThatFailsForAWhileAndLosesNothing() throws InterruptedException {
        ListSource<Integer> source = new ListSource<>(numbers);
        CollectingSink<Integer> sink = new CollectingSink<>();
        try (PipelineHandle handle = start(new FlakySource<>(source, 3), Operator.identity(), sink)) {
            assertThat(awaitSkippingBackoffs(handle)).isEqualTo(new PipelineState.Stopped());
        }
        assertThat(sink.values()).isEqualTo(numbers);
        assertThat(source.opens()).isGreaterThan(3);
        assertThat(sink.opens()).isEqualTo(1);
        assertThat(states()).contains("backing-off").endsWith("stopped");
    }

    @Test
    void waitsLongerAfterEachFailureInARow() throws InterruptedException {
        CountDownLatch healed = new CountDownLatch(1);
        CollectingSink<Integer> sink = new CollectingSink<>(_ -> {
            if (healed.getCount() > 0) {
                throw new TransientException("disk is full");
            }
        });
        ListSource<Integer> source = new ListSource<>(numbers);
        try (PipelineHandle handle = start(source, Operator.identity(), sink)) {
            Instant start = ticker.now();
            long waited = 0;
            for (long seconds : new long[] {1, 2, 4, 8, 8}) {
                ticker.awaitSleepers(1);
                waited += seconds;
                assertThat(handle.state())
                        .isInstanceOfSatisfying(
                                PipelineState.BackingOff.class,
                                state -> assertThat(state.cause()).hasMessage("disk is full"));
                PipelineState.BackingOff state = (PipelineState.BackingOff) handle.state();
                assertThat(state.until()).isEqualTo(start.plusSeconds(waited));
                int attempt = state.attempt();
                ticker.advance(Duration.ofSeconds(seconds));
                Eventually.until(
                        "the next attempt",
                        () -> handle.state() instanceof PipelineState.BackingOff next && next.attempt() > attempt);
            }
            healed.countDown();
            assertThat(awaitSkippingBackoffs(handle)).isEqualTo(new PipelineState.Stopped());
        }
        assertThat(sink.values()).as("the batch in hand was written again").isEqualTo(numbers);
        assertThat(source.opens()).isEqualTo(1);
        assertThat(sink.opens()).isEqualTo(7);
    }

    @Test
    void triesTheOperatorAgainToo() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        Operator<Integer, Integer> flaky = (in, out) -> {
            out.accept(in);
            if (calls.incrementAndGet() % 4 == 0) {
                throw new TransientException("look-up timed out");
            }
        };
        CollectingSink<Integer> sink = new CollectingSink<>();
        try (PipelineHandle handle = start(new ListSource<>(numbers, 5), flaky, sink)) {
            assertThat(awaitSkippingBackoffs(handle)).isEqualTo(new PipelineState.Stopped());
        }
        assertThat(sink.values()).isEqualTo(numbers);
    }

    @Test
    void singlesOutExactlyTheRecordThatTheSinkRefuses() throws InterruptedException {
        CollectingSink<Integer> sink = new CollectingSink<>(batch -> {
            if (batch.stream().anyMatch(record -> record.value() % 4 == 2)) {
                throw new PoisonException("twos are not stored");
            }
        });
        CollectingSink<DeadLetter> letters = new CollectingSink<>();
        ListSource<Integer> source = new ListSource<>(numbers, 5);
        Pipeline<Integer, Integer> pipeline =
                Pipeline.of("test", source, Operator.<Integer>identity(), sink).withDeadLetters(letters);
        try (PipelineHandle handle = runner.start(pipeline)) {
            assertThat(handle.await()).isEqualTo(new PipelineState.Stopped());
        }
        assertThat(sink.values()).containsExactly(0, 1, 3, 4, 5, 7, 8, 9);
        assertThat(source.committed()).isEqualTo(10);
        assertThat(letters.values())
                .containsExactly(
                        letter(PipelinePart.SINK, "twos are not stored", 2),
                        letter(PipelinePart.SINK, "twos are not stored", 6));
        assertThat(letters.closed()).isTrue();
    }

    private static DeadLetter letter(PipelinePart part, String reason, int value) {
        return new DeadLetter("test", part, reason, Record.of(value, Instant.EPOCH));
    }

    @Test
    void writesADeadLetterOnceEvenWhenItsSinkFailsAtFirst() throws InterruptedException {
        AtomicInteger attempts = new AtomicInteger();
        CollectingSink<DeadLetter> letters = new CollectingSink<>(_ -> {
            if (attempts.incrementAndGet() < 3) {
                throw new TransientException("not yet");
            }
        });
        Operator<Integer, Integer> operator = (in, out) -> {
            if (in.value() == 1) {
                throw new PoisonException("ones are wrong");
            }
            out.accept(in);
        };
        CollectingSink<Integer> sink = new CollectingSink<>();
        Pipeline<Integer, Integer> pipeline = Pipeline.of("test", new ListSource<>(numbers, 5), operator, sink)
                .with(PipelineSettings.DEFAULT.with(SHORT))
                .withDeadLetters(letters);
        try (PipelineHandle handle = runner.start(pipeline)) {
            assertThat(awaitSkippingBackoffs(handle)).isEqualTo(new PipelineState.Stopped());
        }
        assertThat(letters.values()).containsExactly(letter(PipelinePart.OPERATOR, "ones are wrong", 1));
        assertThat(sink.values()).containsExactly(0, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(letters.opens()).isEqualTo(3);
    }

    @Test
    void skipsWhatCannotBeReadAndCountsIt() throws InterruptedException {
        Source<Integer> source =
                new FlakySource<>(new ListSource<>(numbers), 4, poll -> new PoisonException("line " + poll));
        CollectingSink<Integer> sink = new CollectingSink<>();
        Pipeline<Integer, Integer> pipeline = Pipeline.of("test", source, Operator.<Integer>identity(), sink)
                .with(PipelineSettings.DEFAULT.with(FailurePolicy.SKIP));
        try (PipelineHandle handle = runner.start(pipeline)) {
            assertThat(handle.await()).isEqualTo(new PipelineState.Stopped());
        }
        assertThat(sink.values()).isEqualTo(numbers);
        assertThat(events)
                .filteredOn(PipelineEvent.Rejected.class::isInstance)
                .hasSize(3)
                .allMatch(event -> ((PipelineEvent.Rejected) event).part() == PipelinePart.SOURCE);
    }

    @Test
    void stopsAtThePoisonWhenToldTo() throws InterruptedException {
        ListSource<Integer> source = new ListSource<>(numbers);
        Operator<Integer, Integer> operator = (in, out) -> {
            if (in.value() == 3) {
                throw new PoisonException("threes are wrong");
            }
            out.accept(in);
        };
        CollectingSink<Integer> sink = new CollectingSink<>();
        try (PipelineHandle handle = start(source, operator, sink)) {
            assertThat(handle.await())
                    .isInstanceOfSatisfying(
                            PipelineState.Failed.class,
                            failed -> assertThat(failed.cause()).isInstanceOf(PoisonException.class));
        }
        assertThat(source.committed()).isEqualTo(3);
        assertThat(sink.values()).containsExactly(0, 1, 2);
    }

    @Test
    void treatsABugAsFatalAndClosesEverything() throws InterruptedException {
        ListSource<Integer> source = new ListSource<>(numbers);
        CollectingSink<Integer> sink = new CollectingSink<>();
        Operator<Integer, Integer> buggy = (_, _) -> {
            throw new IllegalStateException("a bug");
        };
        try (PipelineHandle handle = start(source, buggy, sink)) {
            assertThat(handle.await())
                    .isInstanceOfSatisfying(
                            PipelineState.Failed.class,
                            failed -> assertThat(failed.cause())
                                    .isInstanceOf(FatalException.class)
                                    .hasRootCauseMessage("a bug"));
        }
        assertThat(source.closed()).isTrue();
        assertThat(sink.closed()).isTrue();
    }

    @Test
    void keepsRunningWhenItsListenerThrows() throws InterruptedException {
        PipelineRunner watched = new PipelineRunner(
                ticker,
                _ -> {
                    throw new IllegalStateException("on purpose");
                },
                new Random(1));
        CollectingSink<Integer> sink = new CollectingSink<>();
        try (PipelineHandle handle =
                watched.start(Pipeline.of("test", new ListSource<>(numbers), Operator.identity(), sink))) {
            assertThat(handle.await()).isEqualTo(new PipelineState.Stopped());
        }
        assertThat(sink.values()).isEqualTo(numbers);
    }

    @Test
    void closesAtOnceWhileItPolls() throws InterruptedException {
        QueueSource<Integer> queue = queue();
        CollectingSink<Integer> sink = new CollectingSink<>();
        Pipeline<Integer, Integer> pipeline = Pipeline.of("test", queue, Operator.<Integer>identity(), sink)
                .with(new PipelineSettings(FailurePolicy.STOP, SHORT, Duration.ofHours(1), Duration.ofHours(1)));
        PipelineHandle handle = runner.start(pipeline);
        queue.put(Record.of(1, Instant.EPOCH));
        sink.await(1);
        handle.close();
        assertThat(handle.state()).isEqualTo(new PipelineState.Stopped());
        handle.close();
    }

    private static QueueSource<Integer> queue() {
        return new QueueSource<>(new QueueSettings(Overflow.BLOCK, 10, 10), DropListener.NONE);
    }

    @Test
    void closesAtOnceWhileItBacksOff() throws InterruptedException {
        CollectingSink<Integer> sink = new CollectingSink<>(_ -> {
            throw new TransientException("down");
        });
        PipelineHandle handle = start(new ListSource<>(numbers), Operator.identity(), sink);
        ticker.awaitSleepers(1);
        handle.close();
        assertThat(handle.state()).isEqualTo(new PipelineState.Stopped());
    }

    @Test
    void finishesAndCommitsTheBatchInFlightWhenClosed() throws InterruptedException {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch proceed = new CountDownLatch(1);
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        Sink<Integer> sink = new Sink<>() {
            @Override
            public void open() {}

            @Override
            public void write(List<Record<Integer>> batch) throws InterruptedException {
                writing.countDown();
                proceed.await();
                order.add("written");
            }

            @Override
            public void close() {
                order.add("sink closed");
            }
        };
        Source<Integer> source = new Source<>() {
            @Override
            public void open() {}

            @Override
            public Poll<Integer> poll(Duration timeout) {
                return new Poll.Batch<>(List.of(Record.of(1, Instant.EPOCH)), () -> order.add("committed"));
            }

            @Override
            public void close() {
                order.add("source closed");
            }
        };
        PipelineHandle handle = start(source, Operator.identity(), sink);
        writing.await();
        Thread closing = Thread.ofVirtual().start(handle::close);
        Eventually.untilWaiting(closing);
        proceed.countDown();
        closing.join();
        assertThat(order).containsExactly("written", "committed", "sink closed", "source closed");
    }

    @Test
    void interruptsAfterTheGracePeriod() throws InterruptedException {
        CountDownLatch writing = new CountDownLatch(1);
        ListSource<Integer> source = new ListSource<>(numbers);
        Sink<Integer> stuck = new Sink<>() {
            @Override
            public void open() {}

            @Override
            public void write(List<Record<Integer>> batch) throws InterruptedException {
                writing.countDown();
                new CountDownLatch(1).await();
            }

            @Override
            public void close() {}
        };
        Pipeline<Integer, Integer> pipeline = Pipeline.of("test", source, Operator.<Integer>identity(), stuck)
                .with(new PipelineSettings(FailurePolicy.STOP, SHORT, Duration.ofSeconds(1), Duration.ofMillis(20)));
        PipelineHandle handle = runner.start(pipeline);
        writing.await();
        handle.close();
        assertThat(handle.await()).isEqualTo(new PipelineState.Stopped());
        assertThat(source.committed()).isZero();
    }

    @Test
    void refusesAPolicyWithoutItsSink() {
        Pipeline<Integer, Integer> pipeline =
                Pipeline.of("test", new ListSource<>(numbers), Operator.identity(), new CollectingSink<>());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pipeline.with(PipelineSettings.DEFAULT.with(FailurePolicy.DEAD_LETTER)))
                .withMessageContaining("needs a dead-letter sink");
    }
}
