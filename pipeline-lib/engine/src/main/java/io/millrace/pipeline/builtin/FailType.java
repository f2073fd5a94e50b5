package io.millrace.pipeline.builtin;

import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.graph.Settings;
import io.millrace.pipeline.graph.Shape;
import java.util.function.Supplier;

/** {@code fail}. */
public final class FailType extends BuiltInType {

    /** For {@link java.util.ServiceLoader}. */
    public FailType() {
        super("fail", "Fails every package with a message.", Shape.ANY);
    }

    @Override
    public Supplier<? extends ExecutionModule<Object>> read(Settings settings) {
        String message = settings.text("message", "Test Error");
        return () -> _ -> {
            throw new IllegalStateException(message);
        };
    }
}
