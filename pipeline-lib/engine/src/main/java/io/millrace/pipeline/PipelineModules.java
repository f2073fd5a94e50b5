package io.millrace.pipeline;

import io.millrace.pipeline.data.Identifiers;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Makes definitions of modules, with fresh identifiers. */
public final class PipelineModules {

    private static final String FIRST_VERSION = "1";

    private PipelineModules() {}

    /** A module of the user; {@code factory} makes the object of one instance. */
    public static <T> PipelineModule<T> execution(String name, Supplier<? extends ExecutionModule<T>> factory) {
        return execution(name, ModuleOptions.DEFAULT, factory);
    }

    /** A module of the user, run in a way of its own. */
    public static <T> PipelineModule<T> execution(
            String name, ModuleOptions options, Supplier<? extends ExecutionModule<T>> factory) {
        return new PipelineModule.Execution<>(id(name), name, FIRST_VERSION, options, factory);
    }

    /** One of two modules, by a condition on the data. */
    public static <T> PipelineModule<T> condition(
            String name,
            Supplier<? extends Predicate<? super T>> condition,
            PipelineModule<T> whenTrue,
            PipelineModule<T> whenFalse) {
        return new PipelineModule.Condition<>(
                id(name), name, FIRST_VERSION, ModuleOptions.DEFAULT, condition, whenTrue, whenFalse);
    }

    /** Modules one after the other. */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public static <T> PipelineModule<T> combination(String name, PipelineModule<T>... modules) {
        return new PipelineModule.Combination<>(id(name), name, FIRST_VERSION, ModuleOptions.DEFAULT, List.of(modules));
    }

    /** A module elsewhere. */
    public static <T> PipelineModule<T> external(
            String name, ModuleOptions options, Supplier<? extends ExternalCall<T>> factory) {
        return new PipelineModule.External<>(id(name), name, FIRST_VERSION, options, factory);
    }

    /** The same definition under another identifier: to take the place of a module that runs. */
    public static <T> PipelineModule<T> withId(PipelineModule<T> module, String id) {
        return switch (module) {
            case PipelineModule.Execution<T> it ->
                new PipelineModule.Execution<>(id, it.name(), it.version(), it.options(), it.factory());
            case PipelineModule.Condition<T> it ->
                new PipelineModule.Condition<>(
                        id, it.name(), it.version(), it.options(), it.condition(), it.whenTrue(), it.whenFalse());
            case PipelineModule.Combination<T> it ->
                new PipelineModule.Combination<>(id, it.name(), it.version(), it.options(), it.modules());
            case PipelineModule.External<T> it ->
                new PipelineModule.External<>(id, it.name(), it.version(), it.options(), it.factory());
        };
    }

    private static String id(String name) {
        return Identifiers.next(name.startsWith("M-") ? name + "-" : "M-" + name + "-");
    }
}
