package io.millrace.pipeline.builtin;

import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.graph.Settings;
import io.millrace.pipeline.graph.Shape;
import java.util.function.Supplier;

/** {@code scale}. */
public final class ScaleType extends BuiltInType {

    private static final double MAX = 1e300;

    /** For {@link java.util.ServiceLoader}. */
    public ScaleType() {
        super(
                "scale",
                "Multiplies the number at a key by factor (1) and adds plus (0); the result goes to the key to.",
                Shape.MAP);
    }

    @Override
    public Supplier<? extends ExecutionModule<Object>> read(Settings settings) {
        String key = settings.requiredText("key");
        String to = settings.text("to", key);
        double factor = settings.number("factor", 1, -MAX, MAX);
        double plus = settings.number("plus", 0, -MAX, MAX);
        return () -> context -> Fields.put(context, to, Fields.number(context, key) * factor + plus);
    }
}
