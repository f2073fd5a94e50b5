/**
 * Where data can pile up: bounded queues and fan-out, each with one named {@link io.millrace.core.flow.Overflow}
 * policy.
 */
@NullMarked
package io.millrace.core.flow;

import org.jspecify.annotations.NullMarked;
