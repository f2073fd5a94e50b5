/** What a graph does, once per second: rates, latencies, depths, and where it is held up. */
@NullMarked
package io.millrace.mq.live;

import org.jspecify.annotations.NullMarked;
