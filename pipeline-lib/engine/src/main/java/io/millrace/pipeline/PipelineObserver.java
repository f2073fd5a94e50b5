package io.millrace.pipeline;

/**
 * Watches the instances of a pipeline: for pages, logs and meters. Called on threads of the pipeline, outside of every
 * lock; must not block. What it throws is logged.
 *
 * @param <T> the data of a package
 */
public interface PipelineObserver<T> {

    /** A package has ended; called before its callback. */
    default void ended(DataPackage<T> dataPackage) {}

    /**
     * Places in the order of a controller were given up.
     *
     * @param instanceId {@code PI-<uuid>}
     * @param controllerName the controller
     * @param first the first arrival that is no longer waited for, from 0
     * @param last the last one
     */
    default void gap(String instanceId, String controllerName, long first, long last) {}

    /** A callback of a package has thrown. */
    default void callbackFailed(DataPackage<T> dataPackage, Throwable failure) {}
}
