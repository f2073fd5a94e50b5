package io.millrace.vehicles.app;

import io.millrace.core.Record;
import io.millrace.core.Sink;
import io.millrace.core.failure.TransientException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.function.Supplier;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Where a pipeline of the core enters a channel: each batch becomes one message, and {@code write} returns when the far
 * end of the channel has acknowledged it. So the source commits only what is stored. A message that is refused is given
 * again after the pipeline's backoff.
 */
final class ChannelSink<T> implements Sink<T> {

    private static final Executor THREADS =
            task -> Thread.ofVirtual().name("channel").start(task);

    private final String channel;
    // nobody waits in it: a batch leaves when the channel asks for a message
    private final SynchronousQueue<Optional<Message<RecordBatch<T>>>> handover = new SynchronousQueue<>();

    ChannelSink(String channel) {
        this.channel = channel;
    }

    /** The channel's messages: one for each that is requested. */
    Multi<Message<RecordBatch<T>>> messages() {
        return Multi.createBy()
                .repeating()
                .uni(() -> Uni.createFrom().item(this::take).runSubscriptionOn(THREADS))
                .whilst(Optional::isPresent)
                .select()
                .where(Optional::isPresent)
                .map(Optional::orElseThrow);
    }

    private Optional<Message<RecordBatch<T>>> take() {
        try {
            return handover.take();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void open() {
        // the channel is in this process
    }

    @Override
    public void write(List<Record<T>> batch) throws InterruptedException {
        CompletableFuture<Void> stored = new CompletableFuture<>();
        Supplier<CompletionStage<Void>> acknowledged = () -> {
            stored.complete(null);
            return CompletableFuture.completedFuture(null);
        };
        handover.put(Optional.of(Message.of(new RecordBatch<>(batch), acknowledged, reason -> {
            stored.completeExceptionally(reason);
            return CompletableFuture.completedFuture(null);
        })));
        try {
            stored.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new TransientException("channel " + channel + " refused a batch: " + cause.getMessage(), cause);
        }
    }

    /** Ends the channel, when it waits for a message. */
    @Override
    public void close() {
        handover.offer(Optional.empty());
    }
}
