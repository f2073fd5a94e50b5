package io.millrace.pipeline.builtin;

import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.graph.Settings;
import io.millrace.pipeline.graph.Shape;
import java.util.List;
import java.util.function.Supplier;

/** {@code remove}. */
public final class RemoveType extends BuiltInType {

    /** For {@link java.util.ServiceLoader}. */
    public RemoveType() {
        super("remove", "Takes keys away.", Shape.MAP);
    }

    @Override
    public Supplier<? extends ExecutionModule<Object>> read(Settings settings) {
        List<String> keys = Keys.read(settings);
        return () -> context -> keys.forEach(key -> Fields.remove(context, key));
    }
}
