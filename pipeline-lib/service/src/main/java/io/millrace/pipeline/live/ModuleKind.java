package io.millrace.pipeline.live;

import io.millrace.pipeline.PipelineModule;
import java.util.Locale;

/** The kinds of modules. */
public enum ModuleKind {
    EXECUTION,
    CONDITION,
    COMBINATION,
    EXTERNAL;

    /** The kind of a module. */
    public static ModuleKind of(PipelineModule<?> module) {
        return switch (module) {
            case PipelineModule.Execution<?> _ -> EXECUTION;
            case PipelineModule.Condition<?> _ -> CONDITION;
            case PipelineModule.Combination<?> _ -> COMBINATION;
            case PipelineModule.External<?> _ -> EXTERNAL;
        };
    }

    /** {@code execution}, {@code condition}, {@code combination} or {@code external}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
