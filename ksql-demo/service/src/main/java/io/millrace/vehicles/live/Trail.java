package io.millrace.vehicles.live;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Where one vehicle was lately: a ring of so many points, plain arrays because there is one per vehicle. */
final class Trail {

    private static final int FIRST = 8;

    private final int max;
    private final long gapMillis;
    private double[] places = new double[0];
    private long[] times = new long[0];
    private int size;
    private int next;

    Trail(int max, Duration gap) {
        this.max = max;
        this.gapMillis = gap.toMillis();
    }

    /** Adds the place, unless it is too soon after the last one. */
    void add(LivePosition position) {
        long time = position.time().toEpochMilli();
        if (max == 0 || (size > 0 && time < times[last()] + gapMillis)) {
            return;
        }
        if (size == times.length && size < max) {
            grow();
        }
        times[next] = time;
        places[2 * next] = position.latitude();
        places[2 * next + 1] = position.longitude();
        size = Math.min(size + 1, times.length);
        next = (next + 1) % times.length;
    }

    private int last() {
        return (next + times.length - 1) % times.length;
    }

    private void grow() {
        int length = Math.min(max, Math.max(FIRST, 2 * size));
        // a ring that is not at its largest has never turned
        times = Arrays.copyOf(times, length);
        places = Arrays.copyOf(places, 2 * length);
        next = size;
    }

    /** The points, oldest first. */
    List<TrailPoint> points() {
        List<TrailPoint> points = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            int at = (next + times.length - size + i) % times.length;
            points.add(new TrailPoint(Instant.ofEpochMilli(times[at]), places[2 * at], places[2 * at + 1]));
        }
        return points;
    }
}
