package io.millrace.pipeline.run;

import io.millrace.pipeline.Status;

/**
 * The phases of one controller of one instance, with that instance's module objects.
 *
 * <p><b>Threading:</b> run by as many threads at a time as the controller has workers.
 */
public interface PhaseWalk<T> extends AutoCloseable {

    /**
     * Runs the phases on a package, on the calling thread, until one does not succeed; ends the work in the record of
     * the controller.
     *
     * @param startNanos the time of the clock
     * @return {@link Status#SUCCESS}, {@link Status#EXIT} or {@link Status#ERROR}; the reason of an error is within the
     *     package. Never throws for what a module does. After an interrupt the flag of the thread is set: the caller
     *     clears it before the thread works on another package
     */
    Status run(PackageRun<T> dataPackage, ControllerRun controller, long startNanos);

    /** Closes the modules. */
    @Override
    void close();
}
