package io.millrace.benchmark;

import io.millrace.core.flow.Broadcast;
import io.millrace.core.flow.Chunk;
import io.millrace.core.flow.Delivery;
import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.SubscriberSettings;
import io.millrace.core.flow.Subscription;
import io.millrace.core.time.Ticker;
import io.millrace.sql.encode.JsonRows;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * One chunk handed to all readers and taken by each. The difference between two reader counts, divided by theirs, is
 * the cost of one more reader; it does not depend on the rows in the chunk, since all readers share its bytes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx512m", "-XX:+UseSerialGC"})
public class BroadcastBenchmark {

    @Param({"1", "100", "1000"})
    private int readers = 1;

    @Param({"block", "drop-oldest"})
    private String overflow = "block";

    private final Chunk chunk = new JsonRows(SampleRows.SCHEMA).encode(SampleRows.batch(1_000, 0));
    private final List<Subscription> subscriptions = new ArrayList<>();
    private Broadcast broadcast = new Broadcast("benchmark", Ticker.SYSTEM);

    @Setup
    public void subscribe() {
        broadcast = new Broadcast("benchmark", Ticker.SYSTEM);
        subscriptions.clear();
        SubscriberSettings settings =
                SubscriberSettings.of(Overflow.parse(overflow).orElseThrow());
        for (int i = 0; i < readers; i++) {
            subscriptions.add(broadcast.subscribe(settings, () -> {}));
        }
    }

    @Benchmark
    public void publishAndTake(Blackhole sink) throws InterruptedException {
        broadcast.publish(chunk);
        for (Subscription subscription : subscriptions) {
            if (!(subscription.take() instanceof Delivery.Rows rows)) {
                throw new IllegalStateException("nothing was delivered");
            }
            sink.consume(rows.chunk());
        }
    }
}
