package io.millrace.benchmark;

import io.millrace.core.time.Ticker;
import io.millrace.mq.frame.Frames;
import io.millrace.mq.queue.MessageQueue;
import io.millrace.mq.queue.MessageQueueSettings;
import io.millrace.mq.queue.PutArguments;
import io.millrace.mq.queue.PutResult;
import io.millrace.mq.statistics.NodeMeter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a message of 64 bytes costs without the network: its frame, a put with its get, a put with lease and ack. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MqCoreBenchmark {

    private final byte[] frame = Frames.encode("PUT:" + "x".repeat(64));
    private final byte[] out = new byte[Frames.MAX_DATAGRAM];
    private final PutArguments put = new PutArguments();
    private final MessageQueue queue =
            MessageQueue.create(MessageQueueSettings.of("benchmark"), Ticker.SYSTEM, NodeMeter.NONE);
    private long lease;

    /** Finds the text of a frame. */
    @Benchmark
    public int frame() {
        return Frames.header(frame, 0, frame.length);
    }

    /** One in, one out. */
    @Benchmark
    public int putAndGet() {
        PutResult result = queue.put(put.body(frame, 7, 64));
        return queue.get(1, message -> {
                    message.copyBody(out, 0);
                    return true;
                })
                + (result.done() ? 1 : 0);
    }

    /** One in, leased, acknowledged. */
    @Benchmark
    public boolean putLeaseAndAck() {
        PutResult result = queue.put(put.body(frame, 7, 64));
        int count = queue.lease(1, Duration.ZERO, message -> {
            lease = message.leaseId();
            message.copyBody(out, 0);
            return true;
        });
        return count == 1 && result.done() && queue.ack(lease);
    }
}
