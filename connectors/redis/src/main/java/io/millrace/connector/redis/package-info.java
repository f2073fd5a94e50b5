/**
 * Redis as sink: keys set and removed in pipelined batches, on request never by an older event than the one held. With
 * a small reader for those who answer questions about what was written.
 */
@NullMarked
package io.millrace.connector.redis;

import org.jspecify.annotations.NullMarked;
