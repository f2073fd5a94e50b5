package io.millrace.pipeline.builtin;

import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.graph.Settings;
import io.millrace.pipeline.graph.Shape;
import java.time.Duration;
import java.util.function.Supplier;

/** {@code sleep}. */
public final class SleepType extends BuiltInType {

    /** For {@link java.util.ServiceLoader}. */
    public SleepType() {
        super("sleep", "Waits between min-sleep (1s) and max-sleep, at random.", Shape.ANY);
    }

    @Override
    public Supplier<? extends ExecutionModule<Object>> read(Settings settings) {
        Pause pause = Pause.read(settings, Duration.ofSeconds(1), Duration.ofSeconds(1));
        Chance.Seed seed = Chance.read(settings);
        return () -> {
            Chance chance = seed.chance();
            return _ -> pause.sleep(chance);
        };
    }
}
