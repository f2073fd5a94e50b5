/**
 * Runs what the core describes: a {@link io.millrace.core.pipeline.Pipeline} says what is connected, a
 * {@link io.millrace.core.pipeline.PipelineRunner} polls, processes, writes and commits on one virtual thread, retries
 * what time can heal, and sorts out the records that nothing can.
 *
 * <pre>{@code
 * Pipeline<String, String> copy = Pipeline.of("copy", source, Operator.identity(), sink);
 * try (PipelineHandle handle = new PipelineRunner(Ticker.SYSTEM, PipelineListener.NONE, new Random()).start(copy)) {
 *     PipelineState last = handle.await();
 * }
 * }</pre>
 */
@NullMarked
package io.millrace.core.pipeline;

import org.jspecify.annotations.NullMarked;
