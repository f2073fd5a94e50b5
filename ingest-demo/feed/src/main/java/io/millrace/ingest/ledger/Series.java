package io.millrace.ingest.ledger;

import io.millrace.ingest.type.Gap;
import io.millrace.ingest.type.SeriesAccount;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The trades of one product. Every id from the first to the last was seen, is missing in one hole, or is lost.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
final class Series {

    /** Lost stretches of which a late trade is still known to be new; of older ones it would be dropped as known. */
    private static final int MAX_LOST_STRETCHES = 10_000;

    final String name;
    // an empty series has its last before its first
    long first;
    long last;
    long seen;
    long duplicates;
    long refilled;
    long lostCount;
    final IdRanges lost;
    /** By their first id. */
    final TreeMap<Long, Hole> holes = new TreeMap<>();

    long missing;

    /** Begins before an id. */
    Series(String name, long first) {
        this(name, first, new IdRanges());
    }

    private Series(String name, long first, IdRanges lost) {
        this.name = name;
        this.first = first;
        this.last = first - 1;
        this.lost = lost;
    }

    void add(Hole hole) {
        holes.put(hole.first, hole);
        missing += hole.missing.count();
    }

    void remove(Hole hole) {
        holes.remove(hole.first);
        missing -= hole.missing.count();
    }

    /** The hole that the id is missing in. */
    @Nullable
    Hole holeOf(long id) {
        Map.Entry<Long, Hole> entry = holes.floorEntry(id);
        return entry != null && entry.getValue().missing.contains(id) ? entry.getValue() : null;
    }

    /** Gives up what is missing in a hole. */
    void lose(Hole hole) {
        remove(hole);
        lose(hole.missing);
    }

    void lose(IdRanges ids) {
        lostCount += ids.count();
        lost.addAll(ids);
        while (lost.stretches() > MAX_LOST_STRETCHES) {
            lost.forgetFirst();
        }
    }

    /**
     * The hole of exactly these ids, made of what is missing among them; ids that the series did not reach are missing.
     *
     * @return null when none of them is missing
     */
    @Nullable
    Hole exactly(long from, long to, long now) {
        Hole same = holes.get(from);
        if (same != null && same.last == to) {
            return same;
        }
        reach(from, to, now);
        IdRanges taken = new IdRanges();
        Long before = holes.floorKey(from);
        for (Hole hole : List.copyOf(
                holes.subMap(before == null ? from : before, true, to, true).values())) {
            if (hole.last >= from) {
                remove(hole);
                taken.addAll(hole.missing.cut(from, to));
                keep(hole, hole.first, from - 1);
                keep(hole, to + 1, hole.last);
            }
        }
        if (taken.isEmpty()) {
            return null;
        }
        Hole hole = new Hole(from, to, taken, now);
        add(hole);
        return hole;
    }

    private void reach(long from, long to, long now) {
        if (to > last) {
            add(new Hole(last + 1, to, IdRanges.of(last + 1, to), now));
            last = to;
        }
        if (from < first) {
            add(new Hole(from, first - 1, IdRanges.of(from, first - 1), now));
            first = from;
        }
    }

    private void keep(Hole hole, long from, long to) {
        IdRanges rest = from <= to ? hole.missing.cut(from, to) : new IdRanges();
        if (!rest.isEmpty()) {
            Hole part = new Hole(from, to, rest, hole.due);
            part.opened = hole.opened;
            add(part);
        }
    }

    SeriesAccount account() {
        long open = holes.values().stream().filter(hole -> hole.opened != null).count();
        return new SeriesAccount(name, first, last, seen, duplicates, refilled, missing, lostCount, open);
    }

    /**
     * Writes it as if some trades had not come.
     *
     * @param without seen trades
     * @param closed gaps that some of them refilled
     */
    void write(DataOutput out, IdRanges without, List<Gap> closed, long now) throws IOException {
        out.writeUTF(name);
        out.writeLong(first);
        out.writeLong(last);
        out.writeLong(seen - without.count());
        out.writeLong(duplicates);
        out.writeLong(refilled);
        out.writeLong(lostCount);
        lost.write(out);
        List<Hole> all = new ArrayList<>();
        IdRanges rest = without.copy();
        for (Hole hole : holes.values()) {
            IdRanges absent = hole.missing.copy();
            absent.addAll(rest.cut(hole.first, hole.last));
            all.add(hole.with(absent));
        }
        for (Gap gap : closed) {
            IdRanges absent = rest.cut(gap.first(), gap.last());
            if (!absent.isEmpty()) {
                all.add(Hole.reopened(gap, absent, now));
            }
        }
        rest.asMap().forEach((from, to) -> all.add(new Hole(from, to, IdRanges.of(from, to), now)));
        out.writeInt(all.size());
        for (Hole hole : all) {
            hole.write(out);
        }
    }

    static Series read(DataInput in, long now) throws IOException {
        String name = in.readUTF();
        long first = in.readLong();
        long last = in.readLong();
        long seen = in.readLong();
        long duplicates = in.readLong();
        long refilled = in.readLong();
        long lostCount = in.readLong();
        Series series = new Series(name, first, IdRanges.read(in));
        series.last = last;
        series.seen = seen;
        series.duplicates = duplicates;
        series.refilled = refilled;
        series.lostCount = lostCount;
        int holes = in.readInt();
        for (int i = 0; i < holes; i++) {
            series.add(Hole.read(in, now));
        }
        return series;
    }
}
