package io.millrace.exchange.market;

import java.util.Arrays;

/** Volume, lowest and highest price of the last 24 hours, by the hour. */
final class Day {

    private static final int HOURS = 24;
    private static final long HOUR_MICROS = 3_600_000_000L;

    private final long[] volumes = new long[HOURS];
    private final long[] lows = new long[HOURS];
    private final long[] highs = new long[HOURS];
    private final long[] opens = new long[HOURS];
    private final long open;
    private long hour = Long.MIN_VALUE;
    private long volume;
    private long low;
    private long high;
    private long total;

    Day(long open) {
        this.open = open;
        this.low = open;
        this.high = open;
        Arrays.fill(lows, Long.MAX_VALUE);
    }

    void add(long micros, long price, long size) {
        long now = Math.floorDiv(micros, HOUR_MICROS);
        if (now != hour) {
            turn(now, price);
        }
        int index = (int) Math.floorMod(now, (long) HOURS);
        volumes[index] += size;
        lows[index] = Math.min(lows[index], price);
        highs[index] = Math.max(highs[index], price);
        low = Math.min(low, price);
        high = Math.max(high, price);
        volume += size;
        total += size;
    }

    private void turn(long now, long price) {
        long from = hour == Long.MIN_VALUE ? now : Math.max(hour + 1, now - HOURS + 1);
        for (long each = from; each <= now; each++) {
            int index = (int) Math.floorMod(each, (long) HOURS);
            volumes[index] = 0;
            lows[index] = Long.MAX_VALUE;
            highs[index] = 0;
            opens[index] = price;
        }
        hour = now;
        volume = Arrays.stream(volumes).sum();
        low = Math.min(price, Arrays.stream(lows).min().orElse(price));
        high = Math.max(price, Arrays.stream(highs).max().orElse(price));
    }

    long open() {
        long oldest = hour == Long.MIN_VALUE ? 0 : opens[(int) Math.floorMod(hour + 1, (long) HOURS)];
        return oldest == 0 ? open : oldest;
    }

    long volume() {
        return volume;
    }

    long total() {
        return total;
    }

    long low() {
        return low;
    }

    long high() {
        return high;
    }
}
