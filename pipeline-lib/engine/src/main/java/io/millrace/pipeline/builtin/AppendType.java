package io.millrace.pipeline.builtin;

import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.graph.Settings;
import io.millrace.pipeline.graph.Shape;
import java.util.function.Supplier;

/** {@code append}. */
public final class AppendType extends BuiltInType {

    /** For {@link java.util.ServiceLoader}. */
    public AppendType() {
        super("append", "Appends a text to the text at a key.", Shape.MAP);
    }

    @Override
    public Supplier<? extends ExecutionModule<Object>> read(Settings settings) {
        String key = settings.text("key", "key");
        String suffix = settings.requiredText("text");
        return () -> context -> Fields.change(context, key, text -> text + suffix);
    }
}
