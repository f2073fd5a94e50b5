package io.millrace.pipeline.live;

import io.millrace.pipeline.DataPackage;

/** Hears of instances and packages: for meters and streams. Must not block. */
public interface ServedListener {

    /** An instance takes packages from now on. */
    default void registered(ServedPipeline pipeline, String instanceId) {}

    /** An instance is gone. */
    default void unregistered(ServedPipeline pipeline, String instanceId) {}

    /** A package has ended; called on a thread of the pipeline. */
    default void ended(String pipelineName, DataPackage<Object> ended) {}
}
