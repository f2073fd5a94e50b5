/**
 * The vocabulary of Millrace: a {@link io.millrace.core.Source} gives batches of {@link io.millrace.core.Record}s, an
 * {@link io.millrace.core.Operator} turns each into any number of others, a {@link io.millrace.core.Sink} stores them.
 *
 * <p>Everything blocks and is pulled: back-pressure is "nobody polls". One virtual thread per pipeline runs the loop
 * poll, process, write, commit; reactive code stays at the edges.
 */
@NullMarked
package io.millrace.core;

import org.jspecify.annotations.NullMarked;
