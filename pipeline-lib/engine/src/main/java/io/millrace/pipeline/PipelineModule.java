package io.millrace.pipeline;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The definition of a module: each instance of a pipeline makes its own objects from it. Definitions nest without
 * limit.
 *
 * @param <T> the data of a package
 */
public sealed interface PipelineModule<T> {

    /** The identifier, {@code M-<name of the class>-<uuid>}, the same in every instance. */
    String id();

    /** The name in records, meters and errors; {@code M-<name of the class>} unless told otherwise. */
    String name();

    /** The version, for a live swap; {@code 1} unless told otherwise. */
    String version();

    /** How it is run. */
    ModuleOptions options();

    /** A module of the user. {@code factory} makes the object of one instance. */
    record Execution<T>(
            String id,
            String name,
            String version,
            ModuleOptions options,
            Supplier<? extends ExecutionModule<T>> factory)
            implements PipelineModule<T> {
        public Execution {
            requireNonNull(factory, "factory is null");
        }
    }

    /** Runs one of two modules, by a condition on the data; its outcome is this module's. */
    record Condition<T>(
            String id,
            String name,
            String version,
            ModuleOptions options,
            Supplier<? extends Predicate<? super T>> condition,
            PipelineModule<T> whenTrue,
            PipelineModule<T> whenFalse)
            implements PipelineModule<T> {
        public Condition {
            requireNonNull(condition, "condition is null");
            requireNonNull(whenTrue, "whenTrue is null");
            requireNonNull(whenFalse, "whenFalse is null");
        }
    }

    /** Runs modules in order and stops at the first that does not succeed, whose outcome is this module's. */
    record Combination<T>(
            String id, String name, String version, ModuleOptions options, List<PipelineModule<T>> modules)
            implements PipelineModule<T> {
        public Combination {
            modules = List.copyOf(modules);
        }
    }

    /** Runs a module elsewhere. {@code factory} makes the way there for one instance. */
    record External<T>(
            String id, String name, String version, ModuleOptions options, Supplier<? extends ExternalCall<T>> factory)
            implements PipelineModule<T> {
        public External {
            requireNonNull(factory, "factory is null");
        }
    }
}
