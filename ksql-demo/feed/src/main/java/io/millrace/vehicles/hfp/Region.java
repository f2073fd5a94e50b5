package io.millrace.vehicles.hfp;

/**
 * Where vehicles can be at all; a position outside is absurd.
 *
 * @param south degrees, at most {@code north}
 * @param west degrees, at most {@code east}
 */
public record Region(double south, double west, double north, double east) {

    /** Finland with its sea: no vehicle of the feed has been further away. */
    public static final Region FINLAND = new Region(59.3, 19.0, 70.2, 31.7);

    public Region {
        if (!(south <= north && west <= east)) {
            throw new IllegalArgumentException("a region goes from south west to north east, was " + south + ", " + west
                    + " to " + north + ", " + east);
        }
    }

    public boolean contains(Coordinates place) {
        return place.latitude() >= south
                && place.latitude() <= north
                && place.longitude() >= west
                && place.longitude() <= east;
    }
}
