package io.millrace.mq.worker;

import io.millrace.core.time.Ticker;
import io.millrace.mq.statistics.NodeMeter;
import java.util.Arrays;

/** Measures each message of a batch from before the function to after the send. One thread uses it. */
final class StepMeter {

    private final NodeMeter meter;
    private final Ticker ticker;
    private long[] starts = new long[256];
    private int count;

    StepMeter(NodeMeter meter, Ticker ticker) {
        this.meter = meter;
        this.ticker = ticker;
    }

    /** A batch has come; what was begun before it and not finished comes again. */
    void received(int messages) {
        count = 0;
        meter.in(messages);
    }

    void begin() {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
        }
        starts[count++] = ticker.nanos();
    }

    /** The message begun last is not going to be sent. */
    void refused() {
        count--;
    }

    /** All that was begun is sent. */
    void sent() {
        long now = ticker.nanos();
        for (int i = 0; i < count; i++) {
            meter.latency(now - starts[i]);
        }
        if (count > 0) {
            meter.out(count);
        }
        count = 0;
    }
}
