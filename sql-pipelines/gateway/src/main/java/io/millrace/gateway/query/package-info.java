/**
 * Pipelines at work. {@link io.millrace.gateway.query.Pipelines} holds them; a {@link io.millrace.gateway.query.Reader}
 * is one client's place in a running query, which readers of a streaming pipeline share.
 */
@NullMarked
package io.millrace.gateway.query;

import org.jspecify.annotations.NullMarked;
