package io.millrace.vehicles.live;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Bounds of a board.
 *
 * @param maxVehicles at least 1; for one more, the one not heard for longest leaves
 * @param expiry a vehicle that was not heard for so long leaves, positive
 * @param maxAhead how far a position may lie in the future, zero or more; one further ahead is refused
 * @param trailPoints of each vehicle at most, zero or more
 * @param trailGap time between two of them at least, zero or more
 */
public record BoardSettings(int maxVehicles, Duration expiry, Duration maxAhead, int trailPoints, Duration trailGap) {

    /** 20,000 vehicles for ten minutes, with trails of ten minutes. */
    public static final BoardSettings DEFAULT =
            new BoardSettings(20_000, Duration.ofMinutes(10), Duration.ofMinutes(1), 120, Duration.ofSeconds(5));

    public BoardSettings {
        requireNonNull(expiry, "expiry is null");
        if (maxVehicles < 1 || trailPoints < 0) {
            throw new IllegalArgumentException(
                    "maxVehicles %d or trailPoints %d is out of range".formatted(maxVehicles, trailPoints));
        }
        if (!expiry.isPositive() || maxAhead.isNegative() || trailGap.isNegative()) {
            throw new IllegalArgumentException(
                    "expiry %s, maxAhead %s or trailGap %s is out of range".formatted(expiry, maxAhead, trailGap));
        }
    }
}
