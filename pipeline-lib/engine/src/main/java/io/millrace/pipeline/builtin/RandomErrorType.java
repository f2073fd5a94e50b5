package io.millrace.pipeline.builtin;

import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.graph.Settings;
import io.millrace.pipeline.graph.Shape;
import java.util.function.Supplier;

/** {@code random-error}. */
public final class RandomErrorType extends BuiltInType {

    /** For {@link java.util.ServiceLoader}. */
    public RandomErrorType() {
        super(
                "random-error",
                "Fails packages at random, with a message; go-on (0.5) is the share that stays.",
                Shape.ANY);
    }

    @Override
    public Supplier<? extends ExecutionModule<Object>> read(Settings settings) {
        double goOn = settings.number("go-on", 0.5, 0, 1);
        String message = settings.text("message", "Random error");
        Chance.Seed seed = Chance.read(settings);
        return () -> {
            Chance chance = seed.chance();
            return _ -> {
                if (chance.next() >= goOn) {
                    throw new IllegalStateException(message);
                }
            };
        };
    }
}
