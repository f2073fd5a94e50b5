package io.millrace.gateway.catalog;

/**
 * Where a real engine listens, as the file says. The embedded engine needs none of it.
 *
 * @param password secret: never logged, never returned
 */
public record Backend(String host, int port, String db, String user, String password) {

    /** What a file without these keys means. */
    public static final Backend DEFAULT = new Backend("localhost", 8463, "default", "default", "");

    @Override
    public String toString() {
        return "Backend[" + host + ":" + port + ", db=" + db + ", user=" + user + ", password=***]";
    }
}
