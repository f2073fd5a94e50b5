package io.millrace.pipeline;

import io.millrace.core.time.Ticker;
import io.millrace.pipeline.data.Identifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/**
 * Builds a pipeline. Not thread-safe.
 *
 * @param <T> the data of a package
 */
public final class PipelineBuilder<T> {

    private final String id = Identifiers.next("P-");
    private final List<Controller<T>> controllers = new ArrayList<>();
    private Optional<String> name = Optional.empty();
    private ToLongFunction<? super T> sizer = _ -> 0;
    private UnaryOperator<T> copier = UnaryOperator.identity();
    private PipelineObserver<T> observer = new PipelineObserver<>() {};
    private Ticker ticker = Ticker.SYSTEM;

    PipelineBuilder() {}

    /** Its name; the identifier unless told otherwise. */
    public PipelineBuilder<T> name(String value) {
        name = Optional.of(value);
        return this;
    }

    /** Adds a controller of those phases. */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public final PipelineBuilder<T> controller(String controllerName, ControllerSettings settings, Phase<T>... phases) {
        controllers.add(new Controller<>(Identifiers.next("C-"), controllerName, settings, List.of(phases)));
        return this;
    }

    /** Adds a controller of one phase of those modules. */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public final PipelineBuilder<T> controller(
            String controllerName, ControllerSettings settings, PipelineModule<T>... modules) {
        Phase<T> phase = new Phase<>(Identifiers.next("PP-"), controllerName + "-Phase", List.of(modules));
        controllers.add(new Controller<>(Identifiers.next("C-"), controllerName, settings, List.of(phase)));
        return this;
    }

    /** Adds a bare phase: a controller {@code <pipeline>-Controller} of the default settings around it. */
    public PipelineBuilder<T> phase(Phase<T> phase) {
        controllers.add(new Controller<>(
                Identifiers.next("C-"), name.orElse(id) + "-Controller", ControllerSettings.DEFAULT, List.of(phase)));
        return this;
    }

    /** Tells how many bytes the data of a package are, for bounds in bytes; 0 unless told otherwise. */
    public PipelineBuilder<T> sizer(ToLongFunction<? super T> bytes) {
        sizer = bytes;
        return this;
    }

    /**
     * Copies data that can be changed in place. A module with a timeout then works on a copy, so that it can change
     * nothing after it has timed out. Not needed for immutable data.
     */
    public PipelineBuilder<T> copier(UnaryOperator<T> copy) {
        copier = copy;
        return this;
    }

    /** Watches all instances. */
    public PipelineBuilder<T> observer(PipelineObserver<T> watcher) {
        observer = watcher;
        return this;
    }

    /** The clock of all times and waits. */
    public PipelineBuilder<T> ticker(Ticker clock) {
        ticker = clock;
        return this;
    }

    /**
     * Builds it.
     *
     * @throws IllegalArgumentException without a controller
     */
    public Pipeline<T> build() {
        return new Pipeline<>(id, name.orElse(id), controllers, sizer, copier, observer, ticker);
    }
}
