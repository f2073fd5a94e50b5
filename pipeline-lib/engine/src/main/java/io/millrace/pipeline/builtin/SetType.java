package io.millrace.pipeline.builtin;

import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.graph.Settings;
import io.millrace.pipeline.graph.Shape;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code set}. */
public final class SetType extends BuiltInType {

    /** For {@link java.util.ServiceLoader}. */
    public SetType() {
        super("set", "Puts a value at a key; dots in the key go into nested maps.", Shape.MAP);
    }

    @Override
    @SuppressWarnings("NullAway") // no value means null
    public Supplier<? extends ExecutionModule<Object>> read(Settings settings) {
        String key = settings.requiredText("key");
        @Nullable Object value = settings.value("value").orElse(null);
        return () -> context -> Fields.put(context, key, value);
    }
}
