package io.millrace.pipeline.app;

import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.graph.ModuleType;
import io.millrace.pipeline.graph.Settings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Notes version 2 in each package. */
public final class StampType2 implements ModuleType {

    @Override
    public String name() {
        return "test-stamp";
    }

    @Override
    public String version() {
        return "2";
    }

    @Override
    public String description() {
        return "Notes its version.";
    }

    @Override
    public Supplier<? extends ExecutionModule<Object>> read(Settings settings) {
        String text = settings.text("text", "2");
        return () -> context -> {
            Map<Object, Object> stamped = new LinkedHashMap<>((Map<?, ?>) context.data());
            stamped.put("stamp", text);
            context.setData(Collections.unmodifiableMap(stamped));
        };
    }
}
