package io.millrace.core.pipeline;

import io.millrace.core.Ack;
import io.millrace.core.Record;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** One batch on its way, with how far it has come, so that an attempt continues where the last one broke off. */
final class InFlight<I, O> {

    private final ArrayDeque<Record<I>> unprocessed;
    private final Ack ack;
    private final List<Record<O>> unwritten = new ArrayList<>();
    private boolean oneByOne;

    InFlight(List<Record<I>> records, Ack ack) {
        this.unprocessed = new ArrayDeque<>(records);
        this.ack = ack;
    }

    ArrayDeque<Record<I>> unprocessed() {
        return unprocessed;
    }

    List<Record<O>> unwritten() {
        return unwritten;
    }

    /** What to write next: all at once, or after a refusal the first alone. */
    List<Record<O>> nextToWrite() {
        return List.copyOf(oneByOne ? unwritten.subList(0, 1) : unwritten);
    }

    /** The first so many of the unwritten are done with. */
    void done(int records) {
        unwritten.subList(0, records).clear();
    }

    void writeOneByOne() {
        oneByOne = true;
    }

    void commit() {
        ack.commit();
    }
}
