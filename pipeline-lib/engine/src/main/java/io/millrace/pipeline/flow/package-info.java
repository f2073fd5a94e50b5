/**
 * Packages between controllers: arrival, queue, workers, the order of leaving, and the end. Knows nothing of what
 * phases and modules do.
 */
@NullMarked
package io.millrace.pipeline.flow;

import org.jspecify.annotations.NullMarked;
