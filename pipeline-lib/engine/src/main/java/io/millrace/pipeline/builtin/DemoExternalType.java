package io.millrace.pipeline.builtin;

import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.graph.Settings;
import io.millrace.pipeline.graph.Shape;
import java.time.Duration;
import java.util.function.Supplier;

/** {@code demo-external}. */
public final class DemoExternalType extends BuiltInType {

    /** For {@link java.util.ServiceLoader}. */
    public DemoExternalType() {
        super(
                "demo-external",
                "Demo, to be hosted elsewhere: sleeps (1s to 3s), then appends ' transformed' to key.",
                Shape.MAP);
    }

    @Override
    public Supplier<? extends ExecutionModule<Object>> read(Settings settings) {
        Pause pause = Pause.read(settings, Duration.ofSeconds(1), Duration.ofSeconds(3));
        Chance.Seed seed = Chance.read(settings);
        return () -> {
            Chance chance = seed.chance();
            return context -> {
                pause.sleep(chance);
                Fields.change(context, "key", text -> text + " transformed");
                context.setMessage("Transformation succeeded");
            };
        };
    }
}
