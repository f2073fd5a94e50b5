package io.millrace.mq.fault;

import java.util.concurrent.atomic.LongAdder;

/** Counts the faults of one direction; written by one thread, read by any. */
final class FaultMeter {

    final LongAdder received = new LongAdder();
    final LongAdder passed = new LongAdder();
    final LongAdder lost = new LongAdder();
    final LongAdder duplicated = new LongAdder();
    final LongAdder reordered = new LongAdder();
    final LongAdder delayed = new LongAdder();
    final LongAdder garbled = new LongAdder();
    final LongAdder refused = new LongAdder();

    FaultCounts counts() {
        return new FaultCounts(
                received.sum(),
                passed.sum(),
                lost.sum(),
                duplicated.sum(),
                reordered.sum(),
                delayed.sum(),
                garbled.sum(),
                refused.sum());
    }
}
