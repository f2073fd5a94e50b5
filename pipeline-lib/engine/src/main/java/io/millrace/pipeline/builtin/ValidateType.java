package io.millrace.pipeline.builtin;

import io.millrace.core.failure.PoisonException;
import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.graph.PlainValues;
import io.millrace.pipeline.graph.Settings;
import io.millrace.pipeline.graph.Shape;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code validate}. */
public final class ValidateType extends BuiltInType {

    /** For {@link java.util.ServiceLoader}. */
    public ValidateType() {
        super("validate", "Fails packages in which one of the keys is missing, null or an empty text.", Shape.MAP);
    }

    @Override
    public Supplier<? extends ExecutionModule<Object>> read(Settings settings) {
        List<String> keys = Keys.read(settings);
        return () -> context -> keys.forEach(key -> require(context.data(), key));
    }

    /** The text is the reference's. */
    static void require(@Nullable Object data, String key) {
        if (PlainValues.find(data, key).filter(value -> !value.equals("")).isEmpty()) {
            throw new PoisonException("Validation failed: " + key + " missing");
        }
    }
}
