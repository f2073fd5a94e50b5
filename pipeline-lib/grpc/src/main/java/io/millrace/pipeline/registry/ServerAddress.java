package io.millrace.pipeline.registry;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;

/**
 * Where a server listens: {@code 127.0.0.1:50051}, {@code modules.local:50051}, {@code [::1]:50051}.
 *
 * @param host a name or an address, without brackets
 * @param port 0 to 65535; 0 binds to a free one
 */
public record ServerAddress(String host, int port) {

    private static final int MAX_PORT = 65_535;

    public ServerAddress {
        if (host.isEmpty() || host.chars().anyMatch(Character::isWhitespace)) {
            throw wrong(host + ":" + port);
        }
        if (port < 0 || port > MAX_PORT) {
            throw new InvalidRequestException(Reason.MALFORMED, "a port is 0 to 65535, not " + port);
        }
    }

    /**
     * Reads {@code host:port}.
     *
     * @throws InvalidRequestException when it is none
     */
    public static ServerAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, Math.max(0, colon));
        boolean brackets = host.startsWith("[") && host.endsWith("]") && host.length() > 2;
        if (colon < 1 || (host.contains(":") && !brackets)) {
            throw wrong(text);
        }
        try {
            return new ServerAddress(
                    brackets ? host.substring(1, host.length() - 1) : host,
                    Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw wrong(text);
        }
    }

    private static InvalidRequestException wrong(String text) {
        return new InvalidRequestException(
                Reason.MALFORMED, "an address is host:port, such as 127.0.0.1:50051, not '" + text + "'");
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
