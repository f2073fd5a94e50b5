package io.millrace.mq.fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** The datagrams of one client in one direction, and what becomes of them. Used by one thread. */
final class Flow {

    /** Where the datagrams of a flow go. */
    @FunctionalInterface
    interface Outlet {
        /** Sends the remaining bytes; false when the system has no room. */
        boolean send(ByteBuffer datagram) throws IOException;
    }

    private final FaultPlan plan;
    private final FaultMeter meter;
    private final HeldDatagrams holding;
    private final long holdNanos;
    private final Outlet outlet;
    private final Deque<HeldDatagrams.Held> overtaken = new ArrayDeque<>();
    private long number;

    Flow(FaultPlan plan, FaultMeter meter, HeldDatagrams holding, long holdNanos, Outlet outlet) {
        this.plan = plan;
        this.meter = meter;
        this.holding = holding;
        this.holdNanos = holdNanos;
        this.outlet = outlet;
    }

    /** Takes the next datagram; its bytes may be changed. */
    void accept(ByteBuffer datagram, long nowNanos) {
        meter.received.increment();
        Fault fault = plan.fault(number++);
        if (fault.lost()) {
            meter.lost.increment();
            return;
        }
        if (fault.garbled()) {
            meter.garbled.increment();
            fault.garble(datagram);
        }
        if (fault.reordered()) {
            meter.reordered.increment();
            hold(datagram, nowNanos + holdNanos + fault.delayNanos(), true);
        } else {
            pass(datagram.duplicate(), fault.delayNanos(), nowNanos);
        }
        if (fault.duplicated()) {
            meter.duplicated.increment();
            pass(datagram.duplicate(), fault.copyDelayNanos(), nowNanos);
        }
    }

    private void pass(ByteBuffer datagram, long delayNanos, long nowNanos) {
        if (delayNanos == 0) {
            send(datagram);
        } else {
            meter.delayed.increment();
            hold(datagram, nowNanos + delayNanos, false);
        }
    }

    private void hold(ByteBuffer datagram, long dueNanos, boolean untilOvertaken) {
        HeldDatagrams.Held held = holding.hold(this, datagram, dueNanos);
        if (held == null) {
            meter.refused.increment();
        } else if (untilOvertaken) {
            overtaken.add(held);
        }
    }

    /** Sends it, and behind it those that waited to be overtaken. */
    void send(ByteBuffer datagram) {
        sendOne(datagram);
        for (HeldDatagrams.Held held = overtaken.poll(); held != null; held = overtaken.poll()) {
            held.send();
        }
    }

    private void sendOne(ByteBuffer datagram) {
        try {
            (outlet.send(datagram) ? meter.passed : meter.refused).increment();
        } catch (IOException _) {
            // as in a network: nobody is told that a datagram did not arrive
            meter.refused.increment();
        }
    }
}
