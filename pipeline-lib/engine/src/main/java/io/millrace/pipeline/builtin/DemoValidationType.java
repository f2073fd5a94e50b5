package io.millrace.pipeline.builtin;

import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.graph.Settings;
import io.millrace.pipeline.graph.Shape;
import java.util.function.Supplier;

/** {@code demo-validation}. */
public final class DemoValidationType extends BuiltInType {

    /** For {@link java.util.ServiceLoader}. */
    public DemoValidationType() {
        super("demo-validation", "Demo: fails packages whose key is empty.", Shape.MAP);
    }

    @Override
    public Supplier<? extends ExecutionModule<Object>> read(Settings settings) {
        return () -> context -> {
            ValidateType.require(context.data(), "key");
            context.setMessage("Validation succeeded");
        };
    }
}
