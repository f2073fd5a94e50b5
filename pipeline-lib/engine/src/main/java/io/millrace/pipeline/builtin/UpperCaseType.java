package io.millrace.pipeline.builtin;

import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.graph.Settings;
import io.millrace.pipeline.graph.Shape;
import java.util.Locale;
import java.util.function.Supplier;

/** {@code upper-case}. */
public final class UpperCaseType extends BuiltInType {

    /** For {@link java.util.ServiceLoader}. */
    public UpperCaseType() {
        super("upper-case", "Turns the text at a key into capitals.", Shape.MAP);
    }

    @Override
    public Supplier<? extends ExecutionModule<Object>> read(Settings settings) {
        String key = settings.text("key", "key");
        return () -> context -> Fields.change(context, key, text -> text.toUpperCase(Locale.ROOT));
    }
}
