package io.millrace.pipeline.grpc;

import io.grpc.ServerBuilder;

/** What else a server offers, for example reports of its load. */
@FunctionalInterface
public interface ServerExtras {

    /** Nothing else. */
    ServerExtras NONE = _ -> {};

    /** Adds services and interceptors before the server is built. */
    void apply(ServerBuilder<?> builder);
}
