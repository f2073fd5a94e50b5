package io.millrace.vehicles.fleet;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.vehicles.hfp.Coordinates;
import io.millrace.vehicles.hfp.TransportMode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Reads routes from lines {@code id;label;mode;headsign;headsign back;places}, where places are
 * {@code latitude,longitude} with spaces between; blank lines and those that begin with {@code #} are left out. Between
 * the places the line bends like a street, by chance that depends on the id alone, so that a route is the same in each
 * run.
 */
final class RouteCatalog {

    private static final double BEND_EVERY_METRES = 90;
    private static final double STOP_EVERY_METRES = 450;

    private RouteCatalog() {}

    /** The routes that come with the program; two directions of each. */
    static List<RouteLine> standard() {
        try (InputStream in = RouteCatalog.class.getResourceAsStream("routes.csv")) {
            if (in == null) {
                throw new IllegalStateException("routes.csv is missing");
            }
            return parse("routes.csv", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads routes; two directions of each.
     *
     * @param name of the file, for messages
     * @throws InvalidRequestException with all that is wrong, each with its line
     */
    static List<RouteLine> parse(String name, String text) {
        List<RouteLine> lines = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        String[] rows = text.split("\\R", -1);
        for (int i = 0; i < rows.length; i++) {
            String row = rows[i].strip();
            if (row.isEmpty() || row.startsWith("#")) {
                continue;
            }
            try {
                addRoute(row.split(";", -1), lines);
            } catch (IllegalArgumentException e) {
                problems.add(name + " line " + (i + 1) + ": " + e.getMessage());
            }
        }
        if (lines.isEmpty() && problems.isEmpty()) {
            problems.add(name + " has no route");
        }
        if (!problems.isEmpty()) {
            throw new InvalidRequestException(Reason.UNPROCESSABLE, String.join("\n", problems));
        }
        return lines;
    }

    private static void addRoute(String[] fields, List<RouteLine> lines) {
        if (fields.length != 6) {
            throw new IllegalArgumentException(
                    "expected id;label;mode;headsign;headsign back;places, found " + fields.length + " fields");
        }
        TransportMode mode = mode(fields[2]);
        if (fields[0].isBlank() || (fields[3] + fields[4]).contains("/")) {
            throw new IllegalArgumentException("the id must not be blank, and headsigns must not hold a slash");
        }
        List<Coordinates> path = bent(places(fields[5]), new SplittableRandom(fields[0].hashCode()));
        double[] distances = RouteLine.distances(path);
        RouteLine out = new RouteLine(
                fields[0], fields[1], mode, 1, fields[3], path, stops(distances[distances.length - 1], lines.size()));
        lines.add(out);
        lines.add(out.back(fields[4]));
    }

    private static TransportMode mode(String text) {
        for (TransportMode mode : TransportMode.values()) {
            if (mode.text().equals(text)) {
                return mode;
            }
        }
        throw new IllegalArgumentException(
                "unknown mode '" + text + "', expected bus, tram, train, ferry, metro, ubus or robot");
    }

    private static List<Coordinates> places(String text) {
        List<Coordinates> places = new ArrayList<>();
        for (String place : text.strip().split("\\s+", -1)) {
            String[] numbers = place.split(",", -1);
            if (numbers.length != 2) {
                throw new IllegalArgumentException("a place is latitude,longitude, was '" + place + "'");
            }
            try {
                places.add(new Coordinates(Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1])));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("a place is latitude,longitude, was '" + place + "'", e);
            }
        }
        if (places.size() < 2 || places.getFirst().metresTo(places.getLast()) < 200) {
            throw new IllegalArgumentException("a route needs two places at least 200 m from each other");
        }
        return places;
    }

    /** Adds places on the way that lie up to 25 m beside it. */
    private static List<Coordinates> bent(List<Coordinates> anchors, SplittableRandom random) {
        List<Coordinates> path = new ArrayList<>();
        Random normal = new Random(random.nextLong());
        for (int i = 1; i < anchors.size(); i++) {
            Coordinates from = anchors.get(i - 1);
            Coordinates to = anchors.get(i);
            int pieces = Math.max(1, (int) (from.metresTo(to) / BEND_EVERY_METRES));
            double drift = 0;
            for (int piece = 0; piece < pieces; piece++) {
                Coordinates straight = from.towards(to, (double) piece / pieces);
                // degrees; back to the line towards the next anchor
                drift = piece == 0 ? 0 : 0.8 * drift + normal.nextGaussian() * 0.00008;
                path.add(new Coordinates(straight.latitude() + drift, straight.longitude() - drift));
            }
        }
        path.add(anchors.getLast());
        return path;
    }

    private static List<RouteLine.Stop> stops(double metres, int number) {
        int pieces = Math.max(1, (int) Math.round(metres / STOP_EVERY_METRES));
        List<RouteLine.Stop> stops = new ArrayList<>();
        for (int i = 0; i <= pieces; i++) {
            // odd ids are on the other side of the street
            stops.add(new RouteLine.Stop(Integer.toString(1_000_000 + number * 1_000 + i * 2), metres * i / pieces));
        }
        return stops;
    }
}
