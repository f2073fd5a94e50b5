/**
 * The four ways in which streaming fails, each named after who must act: the caller, the record, time, the operator.
 * Edges map them once, with an exhaustive switch: problem+json, gRPC status, WebSocket close code.
 */
@NullMarked
package io.millrace.core.failure;

import org.jspecify.annotations.NullMarked;
