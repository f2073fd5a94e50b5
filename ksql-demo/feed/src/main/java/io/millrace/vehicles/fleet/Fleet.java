package io.millrace.vehicles.fleet;

import static java.util.Objects.requireNonNull;

import io.millrace.vehicles.hfp.VehicleKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * All vehicles, moved in steps of 50 ms: each step is another twentieth of the fleet, so that every vehicle speaks once
 * a second and the messages are spread over it.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
public final class Fleet {

    /** How far the clock moves in a step. */
    public static final Duration STEP = Duration.ofMillis(50);

    private static final int STEPS = 20;

    /** Owners of real vehicles; two of them have vehicles with the same numbers. */
    private static final int[] OPERATORS = {12, 17, 18, 20, 21, 22, 30, 36, 40, 47};

    private final FleetSettings settings;
    private final List<FleetVehicle> vehicles = new ArrayList<>();
    private final SplittableRandom faults;
    private final List<FleetMessage> now = new ArrayList<>();
    private final PriorityQueue<Late> late =
            new PriorityQueue<>(Comparator.comparing(Late::due).thenComparingLong(Late::number));
    private final FleetVoice voice = new FleetVoice(this::send);
    private Instant clock;
    private int step;
    private long lateMessages;

    private record Late(Instant due, long number, FleetMessage message) {}

    private Fleet(FleetSettings settings, List<RouteLine> lines, Instant start) {
        this.settings = requireNonNull(settings, "settings is null");
        this.clock = requireNonNull(start, "start is null");
        this.faults = new SplittableRandom(~settings.seed());
        SplittableRandom random = new SplittableRandom(settings.seed());
        int routes = lines.size() / 2;
        for (int i = 0; i < settings.vehicles(); i++) {
            int route = i % routes;
            vehicles.add(
                    new FleetVehicle(key(i), lines.get(2 * route), lines.get(2 * route + 1), random.split(), start));
        }
    }

    /** A fleet on the routes that come with the program. */
    public static Fleet create(FleetSettings settings, Instant start) {
        return new Fleet(settings, RouteCatalog.standard(), start);
    }

    /**
     * A fleet on other routes.
     *
     * @param routes lines {@code id;label;mode;headsign;headsign back;places}
     * @param name of the file they are from, for messages
     * @throws io.millrace.core.failure.InvalidRequestException with all that is wrong
     */
    public static Fleet create(FleetSettings settings, Instant start, String name, String routes) {
        return new Fleet(settings, RouteCatalog.parse(name, routes), start);
    }

    /** Numbers repeat over operators, as real ones do. */
    private static VehicleKey key(int index) {
        return new VehicleKey(OPERATORS[index % OPERATORS.length], 1 + index / OPERATORS.length);
    }

    /** The next step: what the fleet sends in these 50 ms, in order. The list is the caller's. */
    public List<FleetMessage> step() {
        now.clear();
        while (!late.isEmpty() && !late.peek().due().isAfter(clock)) {
            now.add(late.remove().message());
        }
        for (int i = step % STEPS; i < vehicles.size(); i += STEPS) {
            vehicles.get(i).second(clock, settings.unknown(), voice);
        }
        step++;
        clock = clock.plus(STEP);
        return List.copyOf(now);
    }

    /** Sends it, now or late, once or twice. */
    private void send(FleetMessage message) {
        if (settings.late() > 0 && faults.nextDouble() < settings.late()) {
            late.add(new Late(clock.plusMillis(faults.nextLong(2_000, 30_000)), lateMessages++, message));
            return;
        }
        now.add(message);
        if (settings.duplicates() > 0 && faults.nextDouble() < settings.duplicates()) {
            now.add(message);
        }
    }

    /** The time in the fleet's world: that of the next step. */
    public Instant clock() {
        return clock;
    }

    /** How many messages have been held back so far. */
    public long late() {
        return lateMessages;
    }
}
