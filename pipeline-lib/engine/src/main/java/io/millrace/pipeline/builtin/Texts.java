package io.millrace.pipeline.builtin;

import io.millrace.core.failure.PoisonException;
import io.millrace.pipeline.ModuleContext;
import io.millrace.pipeline.graph.PlainValues;
import java.util.function.UnaryOperator;

/** Texts within the data of a package. */
final class Texts {

    private Texts() {}

    /** Changes the text at a key. */
    static void change(ModuleContext<Object> context, String key, UnaryOperator<String> change) {
        Object value = PlainValues.find(context.data(), key)
                .orElseThrow(() -> new PoisonException("there is nothing at key '" + key + "'"));
        if (!(value instanceof String text)) {
            throw new PoisonException("expected a text at key '" + key + "', found a "
                    + value.getClass().getSimpleName());
        }
        context.setData(PlainValues.with(context.data(), key, change.apply(text)));
    }
}
