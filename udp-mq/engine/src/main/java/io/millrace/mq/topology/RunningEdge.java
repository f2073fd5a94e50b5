package io.millrace.mq.topology;

import io.millrace.core.Sink;
import io.millrace.core.Source;
import io.millrace.core.pipeline.DeadLetter;
import io.millrace.mq.statistics.NodeStatistics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An edge of a running graph. */
interface RunningEdge extends AutoCloseable {

    EdgeSpec spec();

    /** What its queue counts; an edge without a queue of ours counts nothing. */
    NodeStatistics statistics();

    /** Where a node takes from. */
    Source<String> source(NodeSpec.Guarantee guarantee);

    /** Where a node puts. */
    Sink<String> sink(boolean reliable);

    /** Where a node leaves what it cannot handle; null when there is no place. */
    @Nullable
    Sink<DeadLetter> deadLetters(NodeSpec.Guarantee guarantee);

    /** Puts the first messages. */
    void put(List<String> messages);

    EdgeStatus status();

    /** Whether nothing waits and nothing is being handled, as far as is known. */
    boolean settled();

    @Override
    void close();
}
