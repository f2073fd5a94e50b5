package io.millrace.vehicles.fleet;

import io.millrace.vehicles.hfp.Coordinates;
import io.millrace.vehicles.hfp.TransportMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * One direction of a route: a line through places, and stops along it.
 *
 * @param route its id, for example {@code 5520}
 * @param label as passengers know it, for example {@code 520}
 * @param direction 1 or 2
 * @param headsign where it goes
 * @param path at least two places
 * @param stops in order; the first at the beginning, the last at the end
 */
record RouteLine(
        String route,
        String label,
        TransportMode mode,
        int direction,
        String headsign,
        List<Coordinates> path,
        List<Stop> stops) {

    /**
     * A stop.
     *
     * @param metres from the beginning of the line
     */
    record Stop(String id, double metres) {}

    RouteLine {
        path = List.copyOf(path);
        stops = List.copyOf(stops);
    }

    /** The length in metres. */
    double metres() {
        return stops.getLast().metres();
    }

    /** Distances of the places from the beginning. */
    static double[] distances(List<Coordinates> path) {
        double[] metres = new double[path.size()];
        for (int i = 1; i < metres.length; i++) {
            metres[i] = metres[i - 1] + path.get(i - 1).metresTo(path.get(i));
        }
        return metres;
    }

    /** The same the other way. */
    RouteLine back(String otherHeadsign) {
        List<Coordinates> reversed = new ArrayList<>(path);
        Collections.reverse(reversed);
        List<Stop> otherSide = new ArrayList<>();
        for (Stop stop : stops.reversed()) {
            otherSide.add(new Stop(Integer.toString(Integer.parseInt(stop.id()) + 1), metres() - stop.metres()));
        }
        return new RouteLine(route, label, mode, 3 - direction, otherHeadsign, reversed, otherSide);
    }

    /** The place and heading at a distance; {@code distances} is that of the path. */
    Location at(double metres, double[] distances) {
        int found = Arrays.binarySearch(distances, metres);
        int to = Math.clamp(found >= 0 ? found : -found - 1, 1, distances.length - 1);
        double length = distances[to] - distances[to - 1];
        double share = length == 0 ? 0 : Math.clamp((metres - distances[to - 1]) / length, 0, 1);
        Coordinates from = path.get(to - 1);
        return new Location(from.towards(path.get(to), share), from.headingTo(path.get(to)));
    }

    /** Where a vehicle is, and where it heads. */
    record Location(Coordinates place, int heading) {}
}
