package io.millrace.pipeline.builtin;

import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.graph.Settings;
import io.millrace.pipeline.graph.Shape;
import java.util.function.Supplier;

/** {@code exit}. */
public final class ExitType extends BuiltInType {

    /** For {@link java.util.ServiceLoader}. */
    public ExitType() {
        super("exit", "Lets every package leave, with a message; for one branch of a condition.", Shape.ANY);
    }

    @Override
    public Supplier<? extends ExecutionModule<Object>> read(Settings settings) {
        String message = settings.text("message", "");
        return () -> context -> {
            context.setMessage(message);
            context.exit();
        };
    }
}
