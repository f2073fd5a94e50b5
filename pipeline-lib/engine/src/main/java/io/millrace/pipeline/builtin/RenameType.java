package io.millrace.pipeline.builtin;

import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.graph.PlainValues;
import io.millrace.pipeline.graph.Settings;
import io.millrace.pipeline.graph.Shape;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code rename}. */
public final class RenameType extends BuiltInType {

    /** For {@link java.util.ServiceLoader}. */
    public RenameType() {
        super("rename", "Moves a value from one key to another; packages without it stay as they are.", Shape.MAP);
    }

    @Override
    public Supplier<? extends ExecutionModule<Object>> read(Settings settings) {
        String from = settings.requiredText("from");
        String to = settings.requiredText("to");
        return () -> context -> {
            Optional<Object> value = PlainValues.find(context.data(), from);
            if (value.isPresent()) {
                Fields.remove(context, from);
                Fields.put(context, to, value.get());
            }
        };
    }
}
