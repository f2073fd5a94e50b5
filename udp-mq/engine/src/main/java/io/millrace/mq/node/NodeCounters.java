package io.millrace.mq.node;

import java.util.concurrent.atomic.LongAdder;

/** What a node counts; see {@link NodeStatus}. Thread-safe. */
final class NodeCounters {

    final LongAdder datagramsIn = new LongAdder();
    final LongAdder datagramsOut = new LongAdder();
    final LongAdder bytesIn = new LongAdder();
    final LongAdder bytesOut = new LongAdder();
    final LongAdder malformed = new LongAdder();
    final LongAdder unknownVerbs = new LongAdder();
    final LongAdder withheld = new LongAdder();
    final LongAdder repeated = new LongAdder();
    final LongAdder sendFailures = new LongAdder();

    NodeStatus status(int sessions, long kernelDrops) {
        return new NodeStatus(
                datagramsIn.sum(),
                datagramsOut.sum(),
                bytesIn.sum(),
                bytesOut.sum(),
                malformed.sum(),
                unknownVerbs.sum(),
                withheld.sum(),
                repeated.sum(),
                sendFailures.sum(),
                sessions,
                kernelDrops);
    }
}
