package io.millrace.sql.exec.relation;

/**
 * The schedule of a random stream: which slot comes when, and with how many rows. Times are wall-clock milliseconds.
 *
 * <p>From one row per second on, each wall-clock second is cut in {@code 1000 / interval} slots. All slots emit the
 * same number of rows, but the first one of the second, which lasts longer, also emits the remainder. So each second
 * holds exactly the rate, whatever the interval. Below one row per second there is one row every {@code 1000 / rate}
 * milliseconds.
 */
final class Pace {

    private static final long MILLIS_PER_SECOND = 1000;

    private final double rate;
    private final int shards;
    private final int interval;
    private final int slots;
    private final long longSlot;
    /** Milliseconds between single rows; 0 when seconds are cut in slots. */
    private final long period;

    private long second;
    private int slot;

    /**
     * @param rate rows per second, above 0
     * @param interval length of a slot in milliseconds, 1 to 1000
     * @param start no slot begins before
     */
    Pace(double rate, int interval, int shards, long start) {
        this.rate = rate;
        // a rate below the number of shards is left to one of them
        this.shards = rate < shards ? 1 : shards;
        this.interval = interval;
        this.slots = (int) (MILLIS_PER_SECOND / interval);
        this.longSlot = MILLIS_PER_SECOND - (long) interval * (slots - 1);
        this.period = rate < 1 ? (long) Math.floor(MILLIS_PER_SECOND / rate) : 0;
        if (period > 0) {
            this.second = start;
        } else {
            seek(start);
        }
    }

    /** Goes on with the first slot that begins at or after a time. */
    private void seek(long time) {
        second = Math.floorDiv(time, MILLIS_PER_SECOND);
        slot = 0;
        while (time() < time) {
            advance();
        }
    }

    /** When the slot begins. */
    long time() {
        if (period > 0) {
            return second;
        }
        return second * MILLIS_PER_SECOND + (slot == 0 ? 0 : longSlot + (long) (slot - 1) * interval);
    }

    /** How long the slot lasts, in milliseconds. */
    long length() {
        if (period > 0) {
            return period;
        }
        return slot == 0 ? longSlot : interval;
    }

    /** How many rows the slot emits. */
    int rows() {
        if (period > 0) {
            return 1;
        }
        // a rate with a fraction gives now one row more, now one less, and the right number in the long run
        long total = (long) Math.floor((second + 1) * fraction())
                - (long) Math.floor(second * fraction())
                + (long) Math.floor(rate);
        long perShard = total / shards;
        long lastShard = total - perShard * (shards - 1);
        long regular = perShard / slots * (shards - 1) + lastShard / slots;
        return Math.toIntExact(slot == 0 ? total - regular * (slots - 1) : regular);
    }

    private double fraction() {
        return rate - Math.floor(rate);
    }

    /** Goes on to the next slot. */
    void advance() {
        if (period > 0) {
            second += period;
        } else if (++slot == slots) {
            slot = 0;
            second++;
        }
    }

    /** Leaves out whole seconds (or periods), so that the next slot does not begin before a time by more than one. */
    void skipTo(long time) {
        if (period > 0) {
            second += Math.max(0, (time - second) / period) * period;
        } else {
            second = Math.max(second, Math.floorDiv(time, MILLIS_PER_SECOND));
        }
    }
}
