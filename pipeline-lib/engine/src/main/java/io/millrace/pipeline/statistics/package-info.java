/** Counts and times of the elements of a pipeline instance, for meters and pages. */
@NullMarked
package io.millrace.pipeline.statistics;

import org.jspecify.annotations.NullMarked;
