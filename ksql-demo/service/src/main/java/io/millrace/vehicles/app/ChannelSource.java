package io.millrace.vehicles.app;

import io.millrace.core.Poll;
import io.millrace.core.Source;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/**
 * Where a channel enters a pipeline of the core: a message is requested by the poll that wants one and acknowledged by
 * the commit, when the sink has stored it. What was not acknowledged stays with whoever sent it.
 */
final class ChannelSource<T> implements Source<T>, Flow.Subscriber<Message<RecordBatch<T>>> {

    // one is requested at a time, and an end
    private final BlockingQueue<Optional<Message<RecordBatch<T>>>> arrived = new ArrayBlockingQueue<>(2);
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean closed;
    // of the polling thread
    private boolean requested;

    @Override
    public void onSubscribe(Flow.Subscription made) {
        subscription = made;
    }

    @Override
    public void onNext(Message<RecordBatch<T>> message) {
        if (!closed) {
            arrived.add(Optional.of(message));
        }
    }

    @Override
    public void onError(Throwable failure) {
        arrived.offer(Optional.empty());
    }

    @Override
    public void onComplete() {
        arrived.offer(Optional.empty());
    }

    @Override
    public void open() {
        // the channel is in this process
    }

    @Override
    public Poll<T> poll(Duration timeout) throws InterruptedException {
        if (closed) {
            return new Poll.End<>();
        }
        Flow.Subscription from = subscription;
        if (from != null && !requested) {
            requested = true;
            from.request(1);
        }
        Optional<Message<RecordBatch<T>>> next = arrived.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
        if (next == null) {
            return new Poll.Idle<>();
        }
        if (next.isEmpty()) {
            closed = true;
            return new Poll.End<>();
        }
        requested = false;
        Message<RecordBatch<T>> message = next.get();
        RecordBatch<T> batch = message.getPayload();
        if (batch.records().isEmpty()) {
            acknowledge(message);
            return new Poll.Idle<>();
        }
        return new Poll.Batch<>(batch.records(), () -> acknowledge(message));
    }

    private static void acknowledge(Message<?> message) {
        message.ack().toCompletableFuture().join();
    }

    @Override
    public void close() {
        closed = true;
        Flow.Subscription from = subscription;
        if (from != null) {
            from.cancel();
        }
        arrived.offer(Optional.empty());
    }
}
