package io.millrace.pipeline.builtin;

import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.graph.Settings;
import io.millrace.pipeline.graph.Shape;
import java.util.function.Supplier;

/** {@code extract}. */
public final class ExtractType extends BuiltInType {

    /** For {@link java.util.ServiceLoader}. */
    public ExtractType() {
        super("extract", "Makes the value at a key the data.", Shape.MAP, Shape.ANY);
    }

    @Override
    public Supplier<? extends ExecutionModule<Object>> read(Settings settings) {
        String key = settings.requiredText("key");
        return () -> context -> context.setData(Fields.get(context, key));
    }
}
