package io.millrace.pipeline.builtin;

import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.graph.Settings;
import io.millrace.pipeline.graph.Shape;
import java.util.function.Supplier;

/** {@code random-exit}. */
public final class RandomExitType extends BuiltInType {

    /** For {@link java.util.ServiceLoader}. */
    public RandomExitType() {
        super("random-exit", "Lets packages leave at random; go-on (0.5) is the share that stays.", Shape.ANY);
    }

    @Override
    public Supplier<? extends ExecutionModule<Object>> read(Settings settings) {
        return exits(settings, 0.5);
    }

    static Supplier<? extends ExecutionModule<Object>> exits(Settings settings, double share) {
        double goOn = settings.number("go-on", share, 0, 1);
        Chance.Seed seed = Chance.read(settings);
        return () -> {
            Chance chance = seed.chance();
            return context -> {
                if (chance.next() >= goOn) {
                    context.exit();
                }
            };
        };
    }
}
