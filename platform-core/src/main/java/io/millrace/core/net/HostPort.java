package io.millrace.core.net;

import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import java.net.InetSocketAddress;

/**
 * An address as users write it: {@code 127.0.0.1:10000}, {@code queue.local:10000}, {@code [::1]:10000}.
 *
 * @param host a name or an address, without brackets
 * @param port 0 to 65535; 0 binds to a free one
 */
public record HostPort(String host, int port) {

    public HostPort {
        if (host.isEmpty() || host.chars().anyMatch(Character::isWhitespace)) {
            throw wrong(host + ":" + port);
        }
        if (port < 0 || port > 65_535) {
            throw new InvalidRequestException(Reason.MALFORMED, "a port is 0 to 65535, not " + port);
        }
    }

    /**
     * Reads {@code host:port}.
     *
     * @throws InvalidRequestException when it is none
     */
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, Math.max(0, colon));
        boolean brackets = host.startsWith("[") && host.endsWith("]") && host.length() > 2;
        boolean bare = host.chars().noneMatch(c -> c == ':' || c == '[' || c == ']');
        if (colon < 1 || !(brackets || bare)) {
            throw wrong(text);
        }
        try {
            return new HostPort(
                    brackets ? host.substring(1, host.length() - 1) : host,
                    Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw wrong(text);
        }
    }

    private static InvalidRequestException wrong(String text) {
        return new InvalidRequestException(
                Reason.MALFORMED, "an address is host:port, such as 127.0.0.1:10000, not '" + text + "'");
    }

    /**
     * Looks the host up.
     *
     * @throws FatalException when it has no address
     */
    public InetSocketAddress resolve() {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new FatalException("cannot resolve host '" + host + "' of " + this);
        }
        return address;
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
