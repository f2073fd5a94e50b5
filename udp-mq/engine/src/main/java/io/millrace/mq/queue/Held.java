package io.millrace.mq.queue;

import org.jspecify.annotations.Nullable;

/** A message that is leased or delayed, and when that ends. */
final class Held {

    final byte[] entry;
    /** Zero while it is delayed. */
    long leaseId;

    long dueNanos;
    /** Its place among the {@link Timers}; -1 when it has none. */
    int index = -1;
    /** Why it must go to the dead-letter queue when its time has come; null when it need not. */
    @Nullable
    String verdict;

    Held(byte[] entry) {
        this.entry = entry;
    }
}
