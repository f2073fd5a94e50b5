package io.millrace.exchange.market;

import java.util.ArrayList;
import java.util.List;

/**
 * The last trades of one product, in plain arrays: 33 bytes a trade. Memory is taken as trades come, and the oldest
 * 4,096 go together when there are more than the bound.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
public final class TradeLog {

    private static final int CHUNK = 4096;

    /** Takes one trade. */
    @FunctionalInterface
    public interface Reader {

        /** The parts of a {@link Trade}. */
        void trade(long id, long price, long size, boolean makerBuys, long time);
    }

    private static final class Chunk {
        private final long[] ids = new long[CHUNK];
        private final long[] prices = new long[CHUNK];
        private final long[] sizes = new long[CHUNK];
        private final long[] times = new long[CHUNK];
        private final boolean[] makerBuys = new boolean[CHUNK];
    }

    private final List<Chunk> chunks = new ArrayList<>();
    private final int keep;
    private int size;
    private long last = Long.MIN_VALUE;

    /**
     * Empty.
     *
     * @param keep how many trades it keeps at least before the oldest go
     */
    public TradeLog(int keep) {
        this.keep = keep;
    }

    /** Keeps a trade, unless its id is not above that of the one before. */
    public void add(long id, long price, long unitSize, boolean makerBuys, long time) {
        if (id <= last) {
            return;
        }
        last = id;
        if (size == chunks.size() * CHUNK) {
            if (size >= keep + CHUNK) {
                chunks.add(chunks.removeFirst());
                size -= CHUNK;
            } else {
                chunks.add(new Chunk());
            }
        }
        Chunk chunk = chunks.get(size / CHUNK);
        int index = size % CHUNK;
        chunk.ids[index] = id;
        chunk.prices[index] = price;
        chunk.sizes[index] = unitSize;
        chunk.times[index] = time;
        chunk.makerBuys[index] = makerBuys;
        size++;
    }

    /** How many trades it keeps now. */
    public int size() {
        return size;
    }

    /**
     * Gives trades, newest first.
     *
     * @param above only ids above this
     * @param below only ids below this
     * @param limit at most so many
     */
    public void newestFirst(long above, long below, int limit, Reader reader) {
        int position = firstNotBelow(below) - 1;
        for (int left = limit; left > 0 && position >= 0; left--, position--) {
            Chunk chunk = chunks.get(position / CHUNK);
            int index = position % CHUNK;
            if (chunk.ids[index] <= above) {
                return;
            }
            reader.trade(
                    chunk.ids[index],
                    chunk.prices[index],
                    chunk.sizes[index],
                    chunk.makerBuys[index],
                    chunk.times[index]);
        }
    }

    private int firstNotBelow(long id) {
        int from = 0;
        int to = size;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (chunks.get(middle / CHUNK).ids[middle % CHUNK] < id) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }
}
