package io.millrace.pipeline.builtin;

import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.graph.DataConditions;
import io.millrace.pipeline.graph.Settings;
import io.millrace.pipeline.graph.Shape;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** {@code filter}. */
public final class FilterType extends BuiltInType {

    /** For {@link java.util.ServiceLoader}. */
    public FilterType() {
        super(
                "filter",
                "Lets packages leave whose data do not meet a condition: key, and equals, one-of, exists, is-true, at-least or at-most.",
                Shape.MAP);
    }

    @Override
    public Supplier<? extends ExecutionModule<Object>> read(Settings settings) {
        Predicate<Object> condition = DataConditions.read(settings);
        return () -> context -> {
            if (!condition.test(context.data())) {
                context.exit();
            }
        };
    }
}
