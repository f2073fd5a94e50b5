package io.millrace.pipeline.registry;

import static java.util.Objects.requireNonNull;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.net.HostPort;

/**
 * What a server says of itself when it registers.
 *
 * @param module the module that it runs, 1 to 200 characters
 * @param version the module's version, 1 to 200 characters
 * @param address where pipelines reach it; the port is not 0
 * @param capacity how many calls it works on at a time; 0: it does not say
 */
public record ServedModule(String module, String version, HostPort address, int capacity) {

    private static final int MAX_LENGTH = 200;

    public ServedModule {
        bounded("module", module);
        bounded("version", version);
        requireNonNull(address, "address is null");
        if (address.port() == 0) {
            throw new InvalidRequestException(Reason.MALFORMED, "a server cannot be reached at port 0");
        }
        bounded("address", address.host());
        if (capacity < 0) {
            throw new InvalidRequestException(Reason.MALFORMED, "capacity must not be negative, was " + capacity);
        }
    }

    private static void bounded(String what, String text) {
        requireNonNull(text, what);
        if (text.isBlank() || text.length() > MAX_LENGTH) {
            throw new InvalidRequestException(
                    Reason.MALFORMED, what + " must have 1 to " + MAX_LENGTH + " characters, had " + text.length());
        }
    }
}
