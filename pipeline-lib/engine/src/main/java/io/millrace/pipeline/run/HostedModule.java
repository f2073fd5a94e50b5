package io.millrace.pipeline.run;

import io.millrace.core.time.Ticker;
import io.millrace.pipeline.ExternalReply;
import io.millrace.pipeline.ExternalRequest;
import io.millrace.pipeline.PipelineModule;

/**
 * A module that works on packages of pipelines elsewhere: the other end of {@link io.millrace.pipeline.ExternalCall}.
 *
 * <p><b>Threading:</b> called by as many threads as there are calls.
 */
public final class HostedModule<T> implements AutoCloseable {

    /** Makes the module's object and initialises it. */
    public HostedModule(PipelineModule<T> module, Ticker ticker) {}

    /**
     * Runs the module on a package from elsewhere, as a sub-module of the calling record. Never throws for what the
     * module does: that is in the reply. An interrupt ends it.
     */
    public ExternalReply<T> run(ExternalRequest<T> request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
