package io.millrace.mq.fault;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What a {@link FaultProxy} does, and its bounds.
 *
 * @param toTarget faults of the datagrams on their way to the target
 * @param toClient faults of the answers
 * @param seed the n-th datagram of the m-th client in one direction meets the same fate in each run with this seed
 * @param hold how long a reordered datagram waits for a later one, positive
 * @param maxPeers clients at a time, at least 1; the datagrams of a further one are refused and counted
 * @param idle after how long without a datagram a client is forgotten, positive
 * @param maxHeld datagrams that wait at a time, at least 1; a further one is refused and counted
 */
public record FaultSettings(
        FaultRates toTarget, FaultRates toClient, long seed, Duration hold, int maxPeers, Duration idle, int maxHeld) {

    public FaultSettings {
        requireNonNull(toTarget, "toTarget is null");
        requireNonNull(toClient, "toClient is null");
        requirePositive("hold", requireNonNull(hold, "hold is null"));
        requirePositive("idle", requireNonNull(idle, "idle is null"));
        if (maxPeers < 1) {
            throw new IllegalArgumentException("maxPeers must be at least 1, was " + maxPeers);
        }
        if (maxHeld < 1) {
            throw new IllegalArgumentException("maxHeld must be at least 1, was " + maxHeld);
        }
    }

    private static void requirePositive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + " must be positive, was " + value);
        }
    }

    /** The same faults in both directions. */
    public static FaultSettings both(FaultRates rates, long seed) {
        return of(rates, rates, seed);
    }

    /** The usual bounds: 20 ms hold, 256 clients, forgotten after a minute, 4,096 waiting datagrams. */
    public static FaultSettings of(FaultRates toTarget, FaultRates toClient, long seed) {
        return new FaultSettings(toTarget, toClient, seed, Duration.ofMillis(20), 256, Duration.ofMinutes(1), 4_096);
    }
}
