package io.millrace.mq.node;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Who may get a reply of the reference protocol that is larger than the request. A forged sender address would turn
 * such replies against a third party, so the default is the networks that routers keep to themselves.
 *
 * <p>The text form is {@code loopback}, {@code private} (loopback, RFC 1918, link-local, {@code fc00::/7}),
 * {@code any}, or networks: {@code 10.1.0.0/16,192.168.3.7}.
 */
public final class PlainPeers {

    private static final String LOOPBACK = "127.0.0.0/8,::1/128";
    private static final String LOCAL =
            LOOPBACK + ",10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,169.254.0.0/16,fe80::/10,fc00::/7";

    /** Loopback, RFC 1918, link-local, {@code fc00::/7}. */
    public static final PlainPeers PRIVATE = parse("private");

    private record Network(List<Byte> address, int bits) {

        boolean holds(byte[] other) {
            if (other.length != address.size()) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((address.get(bit / 8) & mask) != (other[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private final String text;
    private final List<Network> networks;

    private PlainPeers(String text, List<Network> networks) {
        this.text = text;
        this.networks = networks;
    }

    /**
     * Reads the text form.
     *
     * @throws InvalidRequestException when it is none
     */
    public static PlainPeers parse(String text) {
        String list = switch (text.toLowerCase(Locale.ROOT)) {
            case "loopback" -> LOOPBACK;
            case "private" -> LOCAL;
            case "any" -> "0.0.0.0/0,::/0";
            default -> text;
        };
        List<Network> networks = new ArrayList<>();
        for (String part : list.split(",", -1)) {
            networks.add(network(part.strip(), text));
        }
        return new PlainPeers(text, List.copyOf(networks));
    }

    private static Network network(String part, String text) {
        int slash = part.indexOf('/');
        String address = slash < 0 ? part : part.substring(0, slash);
        // only digits: a name would be looked up
        if (!address.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            throw wrong(part, text);
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            int bits = slash < 0 ? 8 * bytes.length : Integer.parseInt(part.substring(slash + 1));
            if (bits < 0 || bits > 8 * bytes.length) {
                throw wrong(part, text);
            }
            List<Byte> copy = new ArrayList<>();
            for (byte value : bytes) {
                copy.add(value);
            }
            return new Network(List.copyOf(copy), bits);
        } catch (UnknownHostException | NumberFormatException e) {
            throw wrong(part, text);
        }
    }

    private static InvalidRequestException wrong(String part, String text) {
        return new InvalidRequestException(
                Reason.MALFORMED,
                "plain peers are loopback, private, any or networks such as 10.1.0.0/16, not '" + part + "' in '" + text
                        + "'");
    }

    /** Whether a reply to that address may be larger than its request. */
    public boolean allow(InetAddress address) {
        byte[] bytes = address.getAddress();
        for (Network network : networks) {
            if (network.holds(bytes)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return text;
    }
}
