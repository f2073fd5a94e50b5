/**
 * Streams to clients: one path answers NDJSON, server-sent events and WebSocket by negotiation, see
 * {@code docs/streams.md}. A service gives a {@link io.millrace.service.stream.StreamProvider} and mounts it with
 * {@link io.millrace.service.stream.StreamRoutes}; everything between the provider's {@code Subscription} and the
 * socket is here.
 *
 * <p>Rows are encoded once for all readers, as forms of their chunk. A reader's socket is written on its event loop,
 * only while its write queue has room, and many pending chunks become one write.
 */
@NullMarked
package io.millrace.service.stream;

import org.jspecify.annotations.NullMarked;
