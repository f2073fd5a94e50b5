package io.millrace.ksql.client;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Set;

/**
 * A server of the REST API.
 *
 * @param address {@code http://ksqldb:8088}, without path
 * @param http2 whether HTTP/2 is tried; HTTP/1.1 otherwise
 * @param timeout until an answer begins, positive
 * @param maxRowBytes the longest row, at least 1,024
 */
public record KsqlServer(URI address, boolean http2, Duration timeout, int maxRowBytes) {

    public KsqlServer {
        requireNonNull(address, "address is null");
        if (!Set.of("http", "https").contains(String.valueOf(address.getScheme())) || address.getHost() == null) {
            throw new IllegalArgumentException("no address of a server, as http://ksqldb:8088: " + address);
        }
        if (!timeout.isPositive() || maxRowBytes < 1_024) {
            throw new IllegalArgumentException(
                    "timeout %s or maxRowBytes %d is out of range".formatted(timeout, maxRowBytes));
        }
    }

    /** A server at that address, asked by HTTP/1.1, with 10 seconds and rows of 1 MiB. */
    public static KsqlServer at(URI address) {
        return new KsqlServer(address, false, Duration.ofSeconds(10), 1 << 20);
    }

    URI at(String path) {
        return address.resolve(path);
    }
}
