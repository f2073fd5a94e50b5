package io.millrace.vehicles.live;

import java.util.Map;

/**
 * What happened at a board since it began.
 *
 * @param vehicles on it now
 * @param followers of it now
 * @param arrivals positions that came, by what became of them
 * @param expired vehicles that left because they were not heard
 * @param evicted vehicles that left because there was no room
 */
public record BoardCounts(int vehicles, int followers, Map<Arrival, Long> arrivals, long expired, long evicted) {

    public BoardCounts {
        arrivals = Map.copyOf(arrivals);
    }

    /** Positions that came with that outcome. */
    public long arrivals(Arrival arrival) {
        return arrivals.getOrDefault(arrival, 0L);
    }
}
