package io.millrace.vehicles.fleet;

/**
 * How large a fleet is, and what it does wrong.
 *
 * @param vehicles 1 to 100,000
 * @param seed the same seed gives the same messages from the same moment on
 * @param late share of messages that come 2 to 30 s late, 0 to 1
 * @param duplicates share of messages that are sent twice, 0 to 1
 * @param unknown share of time in which a vehicle does not know where it is, 0 to 0.9
 */
public record FleetSettings(int vehicles, long seed, double late, double duplicates, double unknown) {

    public FleetSettings {
        if (vehicles < 1 || vehicles > 100_000) {
            throw new IllegalArgumentException("vehicles must be from 1 to 100000, was " + vehicles);
        }
        share("late", late, 1);
        share("duplicates", duplicates, 1);
        share("unknown", unknown, 0.9);
    }

    private static void share(String name, double value, double max) {
        if (!(value >= 0 && value <= max)) {
            throw new IllegalArgumentException(name + " must be from 0 to " + max + ", was " + value);
        }
    }

    /** One in 200 late, one in 200 twice, positions unknown for 2 % of the time. */
    public static FleetSettings of(int vehicles, long seed) {
        return new FleetSettings(vehicles, seed, 0.005, 0.005, 0.02);
    }
}
