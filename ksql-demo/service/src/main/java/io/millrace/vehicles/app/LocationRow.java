package io.millrace.vehicles.app;

/**
 * A vehicle as the reference system tells it.
 *
 * @param vehicle its key
 * @param location {@code latitude|longitude|seconds since 1970}
 */
record LocationRow(String vehicle, String location) {

    /** Seconds since 1970 of the location; the least number when it has none. */
    long seconds() {
        int last = location.lastIndexOf('|');
        try {
            return last < 0 ? Long.MIN_VALUE : Long.parseLong(location.substring(last + 1));
        } catch (NumberFormatException _) {
            return Long.MIN_VALUE;
        }
    }
}
