/**
 * The pipelines that a service runs: added, replaced and removed while packages move, looked at once per second, with
 * the packages that ended last or took longest.
 */
@NullMarked
package io.millrace.pipeline.live;

import org.jspecify.annotations.NullMarked;
