package io.millrace.pipeline.builtin;

import io.millrace.pipeline.graph.ModuleType;
import io.millrace.pipeline.graph.Shape;

/** What module types of this package have in common. */
abstract sealed class BuiltInType implements ModuleType
        permits AppendType,
                CounterType,
                DemoConditionType,
                DemoExternalType,
                DemoRandomExitType,
                DemoTransformType,
                DemoValidationType,
                ExitType,
                ExtractType,
                FailType,
                FilterType,
                KeepType,
                LogType,
                PassthroughType,
                RandomErrorType,
                RandomExitType,
                RemoveType,
                RenameType,
                ScaleType,
                SetType,
                SleepType,
                TemplateType,
                UpperCaseType,
                ValidateType,
                WrapType {

    private final String name;
    private final String description;
    private final Shape input;
    private final Shape output;

    /** One that gives what it takes. */
    BuiltInType(String name, String description, Shape input) {
        this(name, description, input, input == Shape.ANY ? Shape.SAME : input);
    }

    BuiltInType(String name, String description, Shape input, Shape output) {
        this.name = name;
        this.description = description;
        this.input = input;
        this.output = output;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String description() {
        return description;
    }

    @Override
    public final Shape input() {
        return input;
    }

    @Override
    public final Shape output() {
        return output;
    }
}
