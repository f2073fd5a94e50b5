package io.millrace.vehicles.live;

/**
 * A part of the map. When west is greater than east it reaches over the 180th meridian, as in GeoJSON.
 *
 * @param west degrees, -180 to 180
 * @param south degrees, -90 to 90, not above north
 * @param east degrees, -180 to 180
 * @param north degrees, -90 to 90
 */
public record BoundingBox(double west, double south, double east, double north) {

    public BoundingBox {
        if (!(Math.abs(west) <= 180 && Math.abs(east) <= 180 && Math.abs(south) <= 90 && Math.abs(north) <= 90)) {
            throw new IllegalArgumentException("longitudes are -180 to 180, latitudes -90 to 90");
        }
        if (south > north) {
            throw new IllegalArgumentException("south is " + south + ", above north, which is " + north);
        }
    }

    /** Whether the place is in it; the edge is. */
    public boolean contains(double latitude, double longitude) {
        if (latitude < south || latitude > north) {
            return false;
        }
        return west <= east ? longitude >= west && longitude <= east : longitude >= west || longitude <= east;
    }
}
