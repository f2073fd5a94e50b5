package io.millrace.pipeline.builtin;

import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.graph.Settings;
import io.millrace.pipeline.graph.Shape;
import java.util.function.Supplier;

/** {@code demo-random-exit}. */
public final class DemoRandomExitType extends BuiltInType {

    /** For {@link java.util.ServiceLoader}. */
    public DemoRandomExitType() {
        super(
                "demo-random-exit",
                "Demo: lets one package in six leave; go-on (5/6) is the share that stays.",
                Shape.ANY);
    }

    @Override
    public Supplier<? extends ExecutionModule<Object>> read(Settings settings) {
        return RandomExitType.exits(settings, 5.0 / 6);
    }
}
