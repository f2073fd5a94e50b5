package io.millrace.vehicles.live;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.vehicles.hfp.VehicleKey;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what a request asks for from its parameters, and says of the first bad one what would be right. */
public final class FilterReader {

    /** Names of one list at most; a filter is looked at for each position that comes. */
    private static final int MAX_NAMES = 1_000;

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,5}");

    private final Map<String, String> query;

    /**
     * A reader of these parameters.
     *
     * @param query by name, decoded
     */
    public FilterReader(Map<String, String> query) {
        this.query = Map.copyOf(query);
    }

    /**
     * The filter of {@code bbox}, {@code route}, {@code operator}, {@code vehicle} and {@code age}.
     *
     * @throws InvalidRequestException if one of them is bad
     */
    public VehicleFilter filter() {
        Set<VehicleKey> vehicles = new HashSet<>();
        Set<Integer> numbers = new HashSet<>();
        for (String name : names("vehicle")) {
            if (NUMBER.matcher(name).matches()) {
                numbers.add(Integer.parseInt(name));
            } else {
                vehicles.add(vehicle("vehicle", name, "operator/number as 22/1377, or a number as 1377"));
            }
        }
        return new VehicleFilter(box(), Set.copyOf(names("route")), operators(), vehicles, numbers, age());
    }

    private Set<Integer> operators() {
        Set<Integer> operators = new HashSet<>();
        for (String name : names("operator")) {
            if (!NUMBER.matcher(name).matches()) {
                throw bad("operator", name, "a number as 22, or several with commas between");
            }
            operators.add(Integer.parseInt(name));
        }
        return operators;
    }

    private List<String> names(String parameter) {
        String text = text(parameter);
        if (text == null) {
            return List.of();
        }
        List<String> names = Stream.of(text.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        if (names.isEmpty() || names.size() > MAX_NAMES) {
            throw bad(parameter, text, "1 to " + MAX_NAMES + " names with commas between");
        }
        return names;
    }

    private @Nullable BoundingBox box() {
        String text = text("bbox");
        if (text == null) {
            return null;
        }
        String right = "west,south,east,north in degrees, as 24.6,60.1,25.3,60.4";
        String[] edges = text.split(",", -1);
        if (edges.length != 4) {
            throw bad("bbox", text, right);
        }
        try {
            return new BoundingBox(degrees(edges[0]), degrees(edges[1]), degrees(edges[2]), degrees(edges[3]));
        } catch (NumberFormatException _) {
            throw bad("bbox", text, right);
        } catch (IllegalArgumentException e) {
            throw bad("bbox", text, right + ": " + e.getMessage());
        }
    }

    private static double degrees(String text) {
        return Double.parseDouble(text.strip());
    }

    private @Nullable Duration age() {
        String text = text("age");
        return text == null
                ? null
                : duration(text)
                        .filter(Duration::isPositive)
                        .orElseThrow(() -> bad("age", text, "a duration as 500ms, 30s, 5m or 1h"));
    }

    private static Optional<Duration> duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    default -> Duration.ofHours(amount);
                });
    }

    /**
     * The mode; null when none is given.
     *
     * @throws InvalidRequestException if there is no such mode
     */
    public @Nullable FollowMode mode() {
        String text = text("mode");
        return text == null
                ? null
                : FollowMode.parse(text).orElseThrow(() -> bad("mode", text, "pull, follow or snapshot+follow"));
    }

    /**
     * How many vehicles a page has at most.
     *
     * @param otherwise when it is not said
     * @param max at most
     */
    public int limit(int otherwise, int max) {
        return positive("limit", otherwise, max);
    }

    private int positive(String parameter, int otherwise, int max) {
        String text = text(parameter);
        if (text == null) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= 1 && value <= max) {
                return value;
            }
        } catch (NumberFormatException _) {
            // told below, like a number out of range
        }
        throw bad(parameter, text, "a whole number from 1 to " + max);
    }

    /** The vehicle after which the page begins; null for the first page. */
    public @Nullable VehicleKey after() {
        String text = text("after");
        return text == null ? null : vehicle("after", text, "a vehicle as 22/1377, the next of a page");
    }

    private static VehicleKey vehicle(String parameter, String text, String right) {
        try {
            return VehicleKey.parse(text);
        } catch (IllegalArgumentException _) {
            throw bad(parameter, text, right);
        }
    }

    private @Nullable String text(String parameter) {
        String text = query.get(parameter);
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static InvalidRequestException bad(String parameter, String value, String right) {
        return new InvalidRequestException(
                InvalidRequestException.Reason.MALFORMED,
                "parameter %s is '%s', must be %s".formatted(parameter, value, right));
    }
}
