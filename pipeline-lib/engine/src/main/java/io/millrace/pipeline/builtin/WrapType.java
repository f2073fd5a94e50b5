package io.millrace.pipeline.builtin;

import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.graph.PlainValues;
import io.millrace.pipeline.graph.Settings;
import io.millrace.pipeline.graph.Shape;
import java.util.Map;
import java.util.function.Supplier;

/** {@code wrap}. */
public final class WrapType extends BuiltInType {

    /** For {@link java.util.ServiceLoader}. */
    public WrapType() {
        super("wrap", "Makes a map of the data, in which they stand at a key.", Shape.ANY, Shape.MAP);
    }

    @Override
    public Supplier<? extends ExecutionModule<Object>> read(Settings settings) {
        String key = settings.requiredText("key");
        return () -> context -> context.setData(PlainValues.with(Map.of(), key, context.data()));
    }
}
