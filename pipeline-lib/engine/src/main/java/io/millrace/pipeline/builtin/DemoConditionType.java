package io.millrace.pipeline.builtin;

import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.graph.Settings;
import io.millrace.pipeline.graph.Shape;
import java.util.function.Supplier;

/** {@code demo-condition}. */
public final class DemoConditionType extends BuiltInType {

    /** For {@link java.util.ServiceLoader}. */
    public DemoConditionType() {
        super("demo-condition", "Demo: puts the outcome of the condition, success or failure, at status.", Shape.MAP);
    }

    @Override
    public Supplier<? extends ExecutionModule<Object>> read(Settings settings) {
        String status = settings.text("status", "success");
        if (!status.equals("success") && !status.equals("failure")) {
            settings.problem("status", "must be success or failure, was '" + status + "'");
        }
        return () -> context -> {
            Fields.put(context, "status", status);
            context.setMessage("Condition: " + status);
        };
    }
}
