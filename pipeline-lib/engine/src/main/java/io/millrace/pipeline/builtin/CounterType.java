package io.millrace.pipeline.builtin;

import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.graph.Settings;
import io.millrace.pipeline.graph.Shape;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** {@code counter}. */
public final class CounterType extends BuiltInType {

    /** For {@link java.util.ServiceLoader}. */
    public CounterType() {
        super(
                "counter",
                "Numbers packages at a key, from a number (0) on; each instance of a pipeline counts for itself.",
                Shape.MAP);
    }

    @Override
    public Supplier<? extends ExecutionModule<Object>> read(Settings settings) {
        String key = settings.requiredText("key");
        int from = settings.integer("from", 0, Integer.MIN_VALUE, Integer.MAX_VALUE);
        return () -> {
            AtomicLong next = new AtomicLong(from);
            return context -> Fields.put(context, key, next.getAndIncrement());
        };
    }
}
