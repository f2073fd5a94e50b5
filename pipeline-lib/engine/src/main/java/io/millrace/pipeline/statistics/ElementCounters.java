package io.millrace.pipeline.statistics;

import io.millrace.pipeline.Status;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * The live counts of an element. Thread-safe, but for the two methods of arrivals: those are for one thread at a time,
 * as under a lock that the caller holds anyway, which spares the locked additions. Any thread may read.
 */
public final class ElementCounters {

    private final Element element;
    private final LongAdder input = new LongAdder();
    private final AtomicLong arrivals;
    private final AtomicLong begins = new AtomicLong();
    private final AtomicLong beginWaitNanos = new AtomicLong();
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
        this(element, new AtomicLong());
    }

    private ElementCounters(Element element, AtomicLong arrivals) {
        this.element = element;
        this.arrivals = arrivals;
    }

    /** Those of an element into which exactly what arrives at that one comes. */
    public static ElementCounters around(Element element, ElementCounters entrance) {
        return new ElementCounters(element, entrance.arrivals);
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

    /** A package came. One caller at a time. */
    public void arrived() {
        add(arrivals, 1);
    }

    /** How many have {@linkplain #arrived arrived}. */
    public long arrivals() {
        return arrivals.get();
    }

    /** A package that arrived has waited so long for a worker and begins. One caller at a time. */
    public void begun(long waitedNanos) {
        add(begins, 1);
        if (waitedNanos != 0) {
            add(beginWaitNanos, waitedNanos);
        }
    }

    private static void add(AtomicLong count, long change) {
        count.setOpaque(count.getPlain() + change);
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

    /** A package has waited so long for a mutex. */
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
        if (waitedNanos != 0) {
            outputWaitNanos.add(waitedNanos);
        }
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
        long came = input.sum() + arrivals.get();
        return new ElementStatistics(
                element,
                came,
                outcomes,
                new Tally(inputWaits.sum() + begins.get(), inputWaitNanos.sum() + beginWaitNanos.get()),
                new Tally(outputWaits.sum(), outputWaitNanos.sum()),
                Math.max(0, came - ended),
                inputWaiting.sum(),
                outputWaiting.sum(),
                waitingBytes.sum(),
                gaps.sum());
    }
}
