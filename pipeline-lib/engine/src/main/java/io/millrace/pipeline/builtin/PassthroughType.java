package io.millrace.pipeline.builtin;

import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.graph.Settings;
import io.millrace.pipeline.graph.Shape;
import java.util.function.Supplier;

/** {@code passthrough}. */
public final class PassthroughType extends BuiltInType {

    /** For {@link java.util.ServiceLoader}. */
    public PassthroughType() {
        super("passthrough", "Leaves packages as they are.", Shape.ANY);
    }

    @Override
    public Supplier<? extends ExecutionModule<Object>> read(Settings settings) {
        return () -> _ -> {};
    }
}
