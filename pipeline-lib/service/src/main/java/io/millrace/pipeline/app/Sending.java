package io.millrace.pipeline.app;

import io.millrace.core.failure.TransientException;
import io.millrace.pipeline.DataPackage;
import io.millrace.pipeline.ExecuteOptions;
import io.millrace.pipeline.live.ServedPipeline;
import io.millrace.pipeline.live.ServedPipelines;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends the packages of one request and waits for what becomes of them. A pipeline whose first controller blocks when
 * it is full may hold the caller; the wait is bounded all the same.
 *
 * @param instance null for the first that takes packages
 * @param timeout how long to wait in all
 */
record Sending(
        ServedPipelines pipelines,
        ServedPipeline pipeline,
        @Nullable String instance,
        ExecuteOptions options,
        Duration timeout) {

    /** Sends a package and does not wait for its end. */
    DataPackage<Object> send(Object data, Consumer<DataPackage<Object>> onEnd) {
        return pipelines.execute(pipeline, data, instance, options, onEnd);
    }

    /**
     * Sends a package and waits for its end.
     *
     * @return the package, which has not ended when the time was over before
     * @throws TransientException when the pipeline did not even take it in that time
     */
    DataPackage<Object> await(Object data) throws InterruptedException {
        CompletableFuture<DataPackage<Object>> sent = new CompletableFuture<>();
        CompletableFuture<DataPackage<Object>> ended = new CompletableFuture<>();
        Thread sender = Thread.ofVirtual().start(() -> {
            try {
                sent.complete(send(data, ended::complete));
            } catch (RuntimeException e) {
                sent.completeExceptionally(e);
                ended.completeExceptionally(e);
            }
        });
        try {
            return ended.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            if (sent.isDone()) {
                return sent.join();
            }
            sender.interrupt();
            throw new TransientException(
                    "pipeline '%s' is full and did not take the package within %s".formatted(pipeline.name(), timeout));
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private static RuntimeException failure(ExecutionException e) {
        return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    }
}
