package io.millrace.pipeline.grpc;

import io.millrace.pipeline.ExternalReply;
import io.millrace.pipeline.ExternalRequest;
import io.millrace.pipeline.run.HostedModule;

/**
 * What a server runs packages through.
 *
 * <p><b>Threading:</b> called by many threads at a time; an interrupt means that nobody waits for the answer any more.
 *
 * @param <T> the data
 */
public interface ModuleHost<T> extends AutoCloseable {

    /** Runs a package. What the module did wrong is in the reply; what it throws is the server's fault. */
    ExternalReply<T> run(ExternalRequest<T> request);

    @Override
    default void close() {}

    /** A host of that module, which is closed with it. */
    static <T> ModuleHost<T> of(HostedModule<T> module) {
        return new ModuleHost<>() {
            @Override
            public ExternalReply<T> run(ExternalRequest<T> request) {
                return module.run(request);
            }

            @Override
            public void close() {
                module.close();
            }
        };
    }
}
