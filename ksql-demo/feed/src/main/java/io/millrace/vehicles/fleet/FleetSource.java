package io.millrace.vehicles.fleet;

import static java.util.Objects.requireNonNull;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.time.Ticker;
import io.millrace.vehicles.feed.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a fleet sends, as a source: the key is the topic, the value the payload, the time that at which the vehicle sent
 * it.
 *
 * <p><b>Delivery:</b> what was not committed comes again after a reopen. A reader that is too slow makes the fleet's
 * clock lag behind, and it catches up when it can; nothing piles up.
 */
public final class FleetSource implements Source<byte[]> {

    private final Fleet fleet;
    private final double speed;
    private final long steps;
    private final Pace pace;
    // by their number
    private final TreeMap<Long, List<Record<byte[]>>> uncommitted = new TreeMap<>();
    private final TreeMap<Long, List<Record<byte[]>>> again = new TreeMap<>();
    private final long start;
    private long step;

    /**
     * A source.
     *
     * @param speed seconds of the fleet in a second; 0 as fast as it is read
     * @param length of the fleet's time after which the source ends
     */
    public FleetSource(Fleet fleet, double speed, Duration length, Ticker ticker) {
        this.fleet = requireNonNull(fleet, "fleet is null");
        if (!(speed >= 0) || Double.isInfinite(speed)) {
            throw new IllegalArgumentException("speed must be at least 0, was " + speed);
        }
        this.speed = speed;
        this.steps = length.dividedBy(Fleet.STEP);
        this.pace = new Pace(ticker);
        // the fleet's clock begins here, so that a broker that is slow to answer does not leave it behind for ever
        this.start = pace.now();
    }

    @Override
    public void open() {
        again.putAll(uncommitted);
        uncommitted.clear();
    }

    @Override
    public Poll<byte[]> poll(Duration timeout) throws InterruptedException {
        if (pace.closed()) {
            return new Poll.End<>();
        }
        if (!again.isEmpty()) {
            Map.Entry<Long, List<Record<byte[]>>> next = again.pollFirstEntry();
            return batch(next.getKey(), next.getValue());
        }
        while (step < steps) {
            if (!pace.await(due(), timeout)) {
                return pace.closed() ? new Poll.End<>() : new Poll.Idle<>();
            }
            List<Record<byte[]>> records = new ArrayList<>();
            // what is due already goes together, up to a second of the fleet
            do {
                step++;
                fleet.step()
                        .forEach(message -> records.add(
                                new Record<>(message.topic(), message.payload(), message.time(), Map.of())));
            } while (step < steps && step % 20 != 0 && due() <= pace.now());
            if (!records.isEmpty()) {
                return batch(step, records);
            }
        }
        return new Poll.End<>();
    }

    private long due() {
        return speed == 0 ? Long.MIN_VALUE / 2 : start + (long) (step * Fleet.STEP.toNanos() / speed);
    }

    private Poll<byte[]> batch(long number, List<Record<byte[]>> records) {
        uncommitted.put(number, records);
        return new Poll.Batch<>(records, () -> uncommitted.remove(number));
    }

    @Override
    public void close() {
        pace.close();
    }
}
