package io.millrace.connector.proton;

import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import io.millrace.sql.SqlException;
import java.io.IOException;
import java.util.Set;

/** Errors that the server answers with, each as the failure of who must act; code and text are kept. */
final class ServerErrors {

    static final int UNKNOWN_STREAM = 60;
    static final int CANCELLED = 394;

    private static final String PREFIX = "DB::Exception: ";

    /** Unknown or refused user, wrong password, unknown database. */
    private static final Set<Integer> REFUSED = Set.of(81, 192, 193, 194, 195, 291, 492, 497, 516);

    /** The server goes, or lost what it works with: the same query may run again. */
    private static final Set<Integer> LOST = Set.of(209, 210, 236);

    /** Timeouts, too many queries, memory limits, unavailable parts: another time, perhaps. */
    private static final Set<Integer> LATER =
            Set.of(159, 160, 164, 202, 203, 241, 242, 279, 286, 319, CANCELLED, 425, 999);

    private ServerErrors() {}

    /**
     * The failure that an error stands for.
     *
     * @param address for the messages
     * @throws IOException when the server goes away with it
     */
    static StreamException of(int code, String text, String address) throws IOException {
        String said = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
        if (LOST.contains(code)) {
            throw new IOException("ended by the server (code " + code + "): " + said);
        }
        if (REFUSED.contains(code)) {
            return new FatalException("Proton at " + address + " refuses (code " + code + "): " + said);
        }
        if (LATER.contains(code)) {
            return new TransientException("Proton at " + address + " cannot now (code " + code + "): " + said);
        }
        return SqlException.ofServer(code, said);
    }
}
