package io.millrace.mq.node;

import io.millrace.core.time.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes at most one line in ten seconds, and says how many it left out: strangers decide how often it is asked. */
final class RareLog {

    private static final Logger log = LoggerFactory.getLogger(QueueNode.class);
    private static final long PAUSE_NANOS = 10_000_000_000L;

    private final Ticker ticker;
    private long next;
    private boolean begun;
    private long leftOut;

    RareLog(Ticker ticker) {
        this.ticker = ticker;
    }

    synchronized void warn(String message, Object one, Object two) {
        long nanos = ticker.nanos();
        if (begun && nanos - next < 0) {
            leftOut++;
            return;
        }
        begun = true;
        next = nanos + PAUSE_NANOS;
        log.warn(message + ", left out since the last such line: {}", one, two, leftOut);
        leftOut = 0;
    }
}
