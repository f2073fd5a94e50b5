package io.millrace.pipeline.builtin;

import io.millrace.pipeline.graph.ModuleType;
import io.millrace.pipeline.graph.Shape;

/** What module types of this package have in common. */
abstract sealed class BuiltInType implements ModuleType
        permits AppendType,
                DemoConditionType,
                DemoExternalType,
                DemoRandomExitType,
                DemoTransformType,
                DemoValidationType,
                FailType,
                PassthroughType,
                RandomExitType,
                SetType,
                SleepType,
                UpperCaseType,
                ValidateType {

    private final String name;
    private final String description;
    private final Shape input;

    BuiltInType(String name, String description, Shape input) {
        this.name = name;
        this.description = description;
        this.input = input;
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
        return input == Shape.ANY ? Shape.SAME : input;
    }
}
