package io.millrace.sql.exec;

import static io.millrace.sql.exec.Planning.scan;
import static io.millrace.sql.exec.Run.append;
import static io.millrace.sql.exec.Run.define;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.Poll;
import io.millrace.core.failure.FatalException;
import io.millrace.core.testkit.Eventually;
import io.millrace.core.testkit.ManualTicker;
import io.millrace.core.time.Ticker;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.exec.relation.StreamStore;
import io.millrace.sql.exec.stage.QueryContext;
import io.millrace.sql.type.DataType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class QuerySourceTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final StreamStore stream = Run.stream(Ticker.SYSTEM, List.of(define("n", DataType.INT64)), null);

    private QuerySource open() {
        QuerySource query =
                new QuerySource(scan(stream, "n"), new QueryContext(Ticker.SYSTEM, Run.LIMITS, 1), () -> {});
        query.open();
        return query;
    }

    @Test
    void wakesAWaitingPollWhenRowsArrive() throws Exception {
        QuerySource query = open();
        CompletableFuture<Poll<RowBatch>> poll = inThread(query);
        append(stream, List.of(List.of(7L)));
        assertThat(poll.get(10, TimeUnit.SECONDS)).isInstanceOf(Poll.Batch.class);
        query.close();
    }

    @Test
    void endsAWaitingPollWhenClosedFromAnotherThread() throws Exception {
        QuerySource query = open();
        CompletableFuture<Poll<RowBatch>> poll = inThread(query);
        query.close();
        assertThat(poll.get(10, TimeUnit.SECONDS)).isInstanceOf(Poll.End.class);
        query.close();
        assertThat(query.poll(Duration.ZERO)).isInstanceOf(Poll.End.class);
    }

    private static CompletableFuture<Poll<RowBatch>> inThread(QuerySource query) throws InterruptedException {
        CompletableFuture<Poll<RowBatch>> result = new CompletableFuture<>();
        CountDownLatch running = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> {
            running.countDown();
            try {
                result.complete(query.poll(LONG));
            } catch (InterruptedException | RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        running.await();
        return result;
    }

    @Test
    void honoursInterruption() {
        QuerySource query = open();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> query.poll(LONG)).isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        query.close();
    }

    @Test
    void isIdleAfterTheTimeout() throws InterruptedException {
        QuerySource query = open();
        assertThat(query.poll(Duration.ZERO)).isInstanceOf(Poll.Idle.class);
        assertThat(query.poll(Duration.ofMillis(2))).isInstanceOf(Poll.Idle.class);
        query.close();
    }

    @Test
    void ignoresOpenAfterClose() throws InterruptedException {
        QuerySource query =
                new QuerySource(scan(stream, "n"), new QueryContext(Ticker.SYSTEM, Run.LIMITS, 1), () -> {});
        query.close();
        query.open();
        assertThat(query.poll(LONG)).isInstanceOf(Poll.End.class);
    }

    @Test
    void givesTheFailureOfTheRelationThenEnds() throws InterruptedException {
        QuerySource query = open();
        append(stream, List.of(List.of(1L)));
        stream.fail(new FatalException("the view failed"));
        assertThat(query.poll(LONG)).isInstanceOf(Poll.Batch.class);
        assertThatThrownBy(() -> query.poll(LONG))
                .isInstanceOf(FatalException.class)
                .hasMessage("the view failed");
        assertThat(query.poll(LONG)).isInstanceOf(Poll.End.class);
    }

    @Test
    void endsWhenTheStreamIsDropped() throws InterruptedException {
        QuerySource query = open();
        stream.close();
        assertThat(query.poll(LONG)).isInstanceOf(Poll.End.class);
    }

    @Test
    void putsSmallBatchesTogether() throws InterruptedException {
        QuerySource query = open();
        for (long i = 0; i < 100; i++) {
            append(stream, List.of(List.of(i)));
        }
        assertThat(query.poll(LONG))
                .isInstanceOfSatisfying(
                        Poll.Batch.class,
                        batch -> assertThat(((RowBatch) ((io.millrace.core.Record<?>)
                                                        batch.records().getFirst())
                                                .value())
                                        .size())
                                .isGreaterThan(1));
        query.close();
    }

    @Test
    void waitsOnAManualClockToo() throws Exception {
        ManualTicker ticker = new ManualTicker();
        StreamStore manual = Run.stream(ticker, List.of(define("n", DataType.INT64)), null);
        QuerySource query = Run.open(scan(manual, "n"), ticker);
        CompletableFuture<Poll<RowBatch>> poll = inThread(query);
        // the poll may look at the clock for the first time behind an advance
        Eventually.until("the hour is over", () -> {
            ticker.advance(LONG);
            return poll.isDone();
        });
        assertThat(poll.join()).isInstanceOf(Poll.Idle.class);
    }
}
