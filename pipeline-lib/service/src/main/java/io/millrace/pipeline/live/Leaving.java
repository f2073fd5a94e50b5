package io.millrace.pipeline.live;

import io.millrace.pipeline.DataPackage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Pipelines that were replaced or removed, until the packages within them have ended. Thread-safe. */
final class Leaving {

    private final ServedListener listener;
    private final List<ServedPipeline> pipelines = new CopyOnWriteArrayList<>();

    Leaving(ServedListener listener) {
        this.listener = listener;
    }

    /** Lets the packages within it end, and closes it; does not wait for that. */
    void soon(ServedPipeline pipeline, Duration timeout) {
        pipeline.retired(true);
        pipelines.add(pipeline);
        Thread.ofVirtual().name("retire-" + pipeline.name()).start(() -> retire(pipeline, timeout));
    }

    /** The same of several at a time; waits for it. */
    void now(List<ServedPipeline> all, Duration timeout) throws InterruptedException {
        all.forEach(pipeline -> pipeline.retired(true));
        List<Thread> threads = all.stream()
                .map(pipeline -> Thread.ofVirtual().start(() -> retire(pipeline, timeout)))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void retire(ServedPipeline pipeline, Duration timeout) {
        List<LiveInstance> instances = pipeline.instances();
        try {
            pipeline.retire(timeout);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            pipelines.remove(pipeline);
            instances.forEach(instance -> listener.unregistered(pipeline, instance.id()));
        }
    }

    /** A package that is still within one of them. */
    Optional<DataPackage<Object>> find(String packageId) {
        return pipelines.stream()
                .flatMap(pipeline -> pipeline.find(packageId).stream())
                .findFirst();
    }
}
