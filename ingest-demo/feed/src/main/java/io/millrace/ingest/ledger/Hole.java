package io.millrace.ingest.ledger;

import io.millrace.ingest.type.Gap;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A stretch of ids that did not come in their turn. It becomes a gap when they have not come within the grace. */
final class Hole {

    final long first;
    final long last;
    final IdRanges missing;
    /** When it is to be looked at next, on the ticker. */
    long due;
    /** First id that the search under way has not reached. */
    long cursor;
    /** Searches that ended without all of it. */
    int attempts;
    /** Failed requests since the last that succeeded. */
    int failures;
    /** When it became a gap; null within the grace. */
    @Nullable
    Instant opened;

    long refilled;

    Hole(long first, long last, IdRanges missing, long due) {
        this.first = first;
        this.last = last;
        this.missing = missing;
        this.due = due;
        this.cursor = first;
    }

    /** What is told of it once it is a gap. */
    Gap gap(String series, Gap.State state, Instant since, @Nullable Instant closed, @Nullable String reason) {
        return new Gap(series, first, last, state, since, closed, missing.count(), refilled, reason);
    }

    /** A gap that was refilled by trades which now count as missing. */
    static Hole reopened(Gap gap, IdRanges missing, long now) {
        Hole hole = new Hole(gap.first(), gap.last(), missing, now);
        hole.opened = gap.opened();
        hole.refilled = hole.atMost(gap.refilled());
        return hole;
    }

    /** A trade is missing or refilled. */
    private long atMost(long count) {
        return Math.min(count, last - first + 1 - missing.count());
    }

    /** The same with other missing ids. */
    Hole with(IdRanges otherMissing) {
        Hole copy = new Hole(first, last, otherMissing, due);
        copy.opened = opened;
        copy.refilled = copy.atMost(refilled);
        copy.attempts = attempts;
        return copy;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(first);
        out.writeLong(last);
        out.writeLong(opened == null ? Long.MIN_VALUE : opened.toEpochMilli());
        out.writeLong(refilled);
        out.writeInt(attempts);
        missing.write(out);
    }

    /** It is due at once: the grace passed while we were away. */
    static Hole read(DataInput in, long now) throws IOException {
        long first = in.readLong();
        long last = in.readLong();
        long opened = in.readLong();
        long refilled = in.readLong();
        int attempts = in.readInt();
        Hole hole = new Hole(first, last, IdRanges.read(in), now);
        hole.opened = opened == Long.MIN_VALUE ? null : Instant.ofEpochMilli(opened);
        hole.refilled = refilled;
        hole.attempts = attempts;
        return hole;
    }
}
