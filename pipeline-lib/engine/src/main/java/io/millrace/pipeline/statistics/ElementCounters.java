package io.millrace.pipeline.statistics;

import io.millrace.pipeline.Status;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The live counts of an element. Thread-safe; each method costs a few uncontended additions. */
public final class ElementCounters {

    private final Element element;
    private final LongAdder input = new LongAdder();
    private final LongAdder[] counts = adders();
    private final LongAdder[] nanos = adders();
    private final LongAdder inputWaits = new LongAdder();
    private final LongAdder inputWaitNanos = new LongAdder();
    private final LongAdder outputWaits = new LongAdder();
    private final LongAdder outputWaitNanos = new LongAdder();
    private final LongAdder inputWaiting = new LongAdder();
    private final LongAdder outputWaiting = new LongAdder();
    private final LongAdder waitingBytes = new LongAdder();
    private final LongAdder gaps = new LongAdder();

    public ElementCounters(Element element) {
        this.element = element;
    }

    private static LongAdder[] adders() {
        LongAdder[] adders = new LongAdder[Status.values().length];
        for (int i = 0; i < adders.length; i++) {
            adders[i] = new LongAdder();
        }
        return adders;
    }

    /** A package came. */
    public void input() {
        input.increment();
    }

    /** A package left, so long after it came. */
    public void end(Status outcome, long sinceInputNanos) {
        counts[outcome.number()].increment();
        nanos[outcome.number()].add(sinceInputNanos);
    }

    /** A package began (+1) or ended (-1) to wait for a worker or a mutex, with so many bytes. */
    public void inputWaiting(int change, long bytes) {
        inputWaiting.add(change);
        if (bytes != 0) {
            waitingBytes.add(change * bytes);
        }
    }

    /** A package has waited so long for a worker or a mutex. */
    public void inputWaited(long waitedNanos) {
        inputWaits.increment();
        inputWaitNanos.add(waitedNanos);
    }

    /** A finished package began (+1) or ended (-1) to wait for its turn. */
    public void outputWaiting(int change) {
        outputWaiting.add(change);
    }

    /** A finished package has waited so long for its turn. */
    public void outputWaited(long waitedNanos) {
        outputWaits.increment();
        outputWaitNanos.add(waitedNanos);
    }

    /** So many places in the order were given up. */
    public void gap(long places) {
        gaps.add(places);
    }

    /** The counts as of now. Counts of different kinds may be a package apart while packages move. */
    public ElementStatistics snapshot() {
        Map<Status, Tally> outcomes = new EnumMap<>(Status.class);
        long ended = 0;
        for (Status status : Status.values()) {
            if (status.isFinal()) {
                long count = counts[status.number()].sum();
                ended += count;
                outcomes.put(status, new Tally(count, nanos[status.number()].sum()));
            }
        }
        long came = input.sum();
        return new ElementStatistics(
                element,
                came,
                outcomes,
                new Tally(inputWaits.sum(), inputWaitNanos.sum()),
                new Tally(outputWaits.sum(), outputWaitNanos.sum()),
                Math.max(0, came - ended),
                inputWaiting.sum(),
                outputWaiting.sum(),
                waitingBytes.sum(),
                gaps.sum());
    }
}
