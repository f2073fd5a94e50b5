/**
 * The records of a package: what each controller, phase and module did with it, and when. Immutable; the same fields as
 * on the wire and in the JSON view. Times are seconds since the epoch, durations are seconds; 0 means not yet.
 */
@NullMarked
package io.millrace.pipeline.data;

import org.jspecify.annotations.NullMarked;
