package io.millrace.pipeline.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.testkit.Eventually;
import io.millrace.pipeline.Callbacks;
import io.millrace.pipeline.DataPackage;
import io.millrace.pipeline.PipelineInstance;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.data.ErrorRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Gives an instance packages without a break, as fast as it takes them, and counts how they end. */
final class Load implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final PipelineInstance<Object> instance;
    private final AtomicLong input = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private final Map<Status, Long> ends = new ConcurrentHashMap<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final Thread sender;
    private volatile boolean enough;

    Load(PipelineInstance<Object> instance) {
        this.instance = instance;
        this.sender = Thread.ofVirtual().start(this::send);
    }

    private void send() {
        Callbacks<Object> callbacks = Callbacks.onEnd(this::end);
        while (!enough) {
            instance.execute(Map.of("number", input.incrementAndGet()), callbacks);
        }
    }

    private void end(DataPackage<Object> ending) {
        ends.merge(ending.status(), 1L, Long::sum);
        ending.errors().stream().map(ErrorRecord::message).forEach(errors::add);
        ended.incrementAndGet();
    }

    /** Waits until so many more have ended. */
    void more(int count) {
        long goal = ended.get() + count;
        Eventually.until(count + " more end", PATIENCE, () -> ended.get() >= goal);
    }

    /** Sends no more, waits for all; how many ended how. */
    Map<Status, Long> finish() throws InterruptedException {
        enough = true;
        sender.join();
        assertThat(instance.drain(PATIENCE)).as("all have ended").isTrue();
        Eventually.until("all are counted", () -> ended.get() == input.get());
        return Map.copyOf(ends);
    }

    long input() {
        return input.get();
    }

    List<String> errors() {
        return errors;
    }

    @Override
    public void close() {
        enough = true;
        instance.close();
    }
}
