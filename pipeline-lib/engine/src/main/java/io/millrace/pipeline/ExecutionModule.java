package io.millrace.pipeline;

/**
 * A module: a step of a pipeline that the user writes. One object serves one instance of a pipeline.
 *
 * <p><b>Threading:</b> run on virtual threads; by several at a time unless the controller is
 * {@link ControllerMode#NOT_PARALLEL} or the options ask for a mutex. A module with a timeout is interrupted when it
 * runs out and must then return soon.
 *
 * <p><b>Lifecycle:</b> {@link #init} once per instance before the first package, {@link #close} once after the last.
 *
 * <p><b>Failure:</b> whatever {@link #execute} throws ends the package with {@link Status#ERROR}.
 *
 * @param <T> the data of a package
 */
@FunctionalInterface
public interface ExecutionModule<T> {

    /** Works on one package; a normal return means success unless the context was told to exit. */
    void execute(ModuleContext<T> context) throws Exception;

    /** Prepares the module. What it throws fails the registration of the instance. */
    default void init() throws Exception {}

    /** Frees what {@link #init} took. What it throws is logged. */
    default void close() throws Exception {}
}
