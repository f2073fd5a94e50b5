package io.millrace.pipeline.builtin;

import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.graph.PlainValues;
import io.millrace.pipeline.graph.Settings;
import io.millrace.pipeline.graph.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code keep}. */
public final class KeepType extends BuiltInType {

    /** For {@link java.util.ServiceLoader}. */
    public KeepType() {
        super("keep", "Takes all but the keys away.", Shape.MAP);
    }

    @Override
    public Supplier<? extends ExecutionModule<Object>> read(Settings settings) {
        List<String> keys = Keys.read(settings);
        return () -> context -> {
            Map<String, @Nullable Object> kept = Map.of();
            for (String key : keys) {
                Optional<Object> value = PlainValues.find(context.data(), key);
                if (value.isPresent()) {
                    kept = PlainValues.with(kept, key, value.get());
                }
            }
            context.setData(kept);
        };
    }
}
