/**
 * One class per hot path, each beside its baseline in the same run. {@code benchmarks/run.sh} starts them;
 * {@code docs/benchmarks.md} has the figures.
 */
@NullMarked
package io.millrace.benchmark;

import org.jspecify.annotations.NullMarked;
