/** Modules over gRPC: server, client, codecs, balancing, and the registry of servers. */
@NullMarked
package io.millrace.pipeline.grpc;

import org.jspecify.annotations.NullMarked;
