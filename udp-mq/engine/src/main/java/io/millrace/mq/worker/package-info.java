/** Nodes of the graph: workers, sinks and feeders. */
@NullMarked
package io.millrace.mq.worker;

import org.jspecify.annotations.NullMarked;
