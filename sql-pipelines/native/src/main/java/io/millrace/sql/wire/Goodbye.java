package io.millrace.sql.wire;

import io.millrace.core.time.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/**
 * Closes a connection so that the last packet arrives: a socket that is closed while bytes of the client wait to be
 * read takes back what was sent.
 */
final class Goodbye {

    private static final long NANOS = 1_000_000_000L;
    private static final int TIMEOUT_MILLIS = 200;
    private static final int MAX_READS = 64;

    private Goodbye() {}

    /** Reads on for at most about a second, until the client closes too. */
    static void say(Socket socket, Ticker ticker) throws IOException {
        socket.shutdownOutput();
        socket.setSoTimeout(TIMEOUT_MILLIS);
        InputStream stream = socket.getInputStream();
        byte[] ignored = new byte[16 << 10];
        long end = ticker.nanos() + NANOS;
        for (int reads = 0; reads < MAX_READS && ticker.nanos() < end; reads++) {
            if (stream.read(ignored) < 0) {
                return;
            }
        }
    }
}
