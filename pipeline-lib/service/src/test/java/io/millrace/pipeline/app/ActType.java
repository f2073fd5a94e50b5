package io.millrace.pipeline.app;

import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.graph.ModuleType;
import io.millrace.pipeline.graph.Settings;
import io.millrace.pipeline.graph.Shape;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Does what {@code do} of a package says: {@code exit}, {@code fail}, {@code wait} until {@link Gate} opens; else
 * nothing.
 */
public final class ActType implements ModuleType {

    @Override
    public String name() {
        return "test-act";
    }

    @Override
    public String description() {
        return "Does what a package says.";
    }

    @Override
    public Shape input() {
        return Shape.MAP;
    }

    @Override
    public Supplier<? extends ExecutionModule<Object>> read(Settings settings) {
        return () -> context -> {
            switch (String.valueOf(((Map<?, ?>) context.data()).get("do"))) {
                case "exit" -> context.exit();
                case "fail" -> throw new IllegalStateException("told to fail");
                case "wait" -> Gate.await();
                default -> context.setMessage("nothing to do");
            }
        };
    }
}
