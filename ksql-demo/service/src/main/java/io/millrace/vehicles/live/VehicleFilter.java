package io.millrace.vehicles.live;

import io.millrace.vehicles.hfp.VehicleKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which vehicles somebody wants; an empty set or null asks for nothing in particular.
 *
 * @param box where they are
 * @param routes as passengers see them, or their ids in timetables
 * @param operators who own them
 * @param vehicles themselves
 * @param numbers of vehicles, of whatever operator
 * @param maxAge how long ago at most they were where they are, positive
 */
public record VehicleFilter(
        @Nullable BoundingBox box,
        Set<String> routes,
        Set<Integer> operators,
        Set<VehicleKey> vehicles,
        Set<Integer> numbers,
        @Nullable Duration maxAge) {

    /** Everything. */
    public static final VehicleFilter ALL = new VehicleFilter(null, Set.of(), Set.of(), Set.of(), Set.of(), null);

    public VehicleFilter {
        routes = Set.copyOf(routes);
        operators = Set.copyOf(operators);
        vehicles = Set.copyOf(vehicles);
        numbers = Set.copyOf(numbers);
        if (maxAge != null && !maxAge.isPositive()) {
            throw new IllegalArgumentException("maxAge must be positive, was " + maxAge);
        }
    }

    /** Whether it is one of them, however long ago. */
    boolean covers(LivePosition position) {
        VehicleKey key = position.key();
        return (operators.isEmpty() || operators.contains(key.operator()))
                && named(key)
                && onRoute(position.journey())
                && (box == null || box.contains(position.latitude(), position.longitude()));
    }

    private boolean named(VehicleKey key) {
        return (vehicles.isEmpty() && numbers.isEmpty()) || vehicles.contains(key) || numbers.contains(key.number());
    }

    private boolean onRoute(LivePosition.Journey journey) {
        return routes.isEmpty()
                || (journey.route() != null && routes.contains(journey.route()))
                || (journey.routeId() != null && routes.contains(journey.routeId()));
    }

    /** Whether it was there not too long ago. */
    boolean fresh(LivePosition position, Instant now) {
        return maxAge == null || !position.time().isBefore(now.minus(maxAge));
    }
}
