package io.millrace.pipeline.builtin;

import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.graph.Settings;
import io.millrace.pipeline.graph.Shape;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/** {@code demo-transform}. */
public final class DemoTransformType extends BuiltInType {

    /** For {@link java.util.ServiceLoader}. */
    public DemoTransformType() {
        super("demo-transform", "Demo: sleeps (1s to 6s), then turns key into capitals.", Shape.MAP);
    }

    @Override
    public Supplier<? extends ExecutionModule<Object>> read(Settings settings) {
        Pause pause = Pause.read(settings, Duration.ofSeconds(1), Duration.ofSeconds(6));
        Chance.Seed seed = Chance.read(settings);
        return () -> {
            Chance chance = seed.chance();
            return context -> {
                pause.sleep(chance);
                Fields.change(context, "key", text -> text.toUpperCase(Locale.ROOT));
                context.setMessage("Transformation succeeded");
            };
        };
    }
}
