package io.millrace.vehicles.hfp;

/**
 * A place on earth, WGS 84.
 *
 * @param latitude degrees north, -90 to 90
 * @param longitude degrees east, -180 to 180
 */
public record Coordinates(double latitude, double longitude) {

    private static final double EARTH_METRES = 6_371_000;

    public Coordinates {
        if (!(latitude >= -90 && latitude <= 90)) {
            throw new IllegalArgumentException("latitude must be from -90 to 90, was " + latitude);
        }
        if (!(longitude >= -180 && longitude <= 180)) {
            throw new IllegalArgumentException("longitude must be from -180 to 180, was " + longitude);
        }
    }

    /** The distance in metres, good for some hundred kilometres. */
    public double metresTo(Coordinates other) {
        double north = Math.toRadians(other.latitude - latitude);
        double east =
                Math.toRadians(other.longitude - longitude) * Math.cos(Math.toRadians((latitude + other.latitude) / 2));
        return EARTH_METRES * Math.hypot(north, east);
    }

    /** The direction in degrees clockwise from north, 0 to 359. */
    public int headingTo(Coordinates other) {
        double north = other.latitude - latitude;
        double east = (other.longitude - longitude) * Math.cos(Math.toRadians((latitude + other.latitude) / 2));
        return Math.floorMod(Math.round((float) Math.toDegrees(Math.atan2(east, north))), 360);
    }

    /** The place at a share of the way to another. */
    public Coordinates towards(Coordinates other, double share) {
        return new Coordinates(
                latitude + (other.latitude - latitude) * share, longitude + (other.longitude - longitude) * share);
    }
}
