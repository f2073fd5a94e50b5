package io.millrace.sql.wire;

import io.millrace.core.time.Ticker;
import io.millrace.sql.wire.codec.WireCode;
import io.millrace.sql.wire.codec.WireException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * A socket's input that waits no longer than a client may take: for ever while its query runs, the idle time between
 * packets, and the packet's time within one, however the bytes are strewn over it.
 */
final class TimedInput extends InputStream {

    private final Socket socket;
    private final InputStream stream;
    private final Ticker ticker;
    private final Duration idleTime;
    private final BooleanSupplier busy;
    private boolean within;
    private long deadline;
    private Duration allowed = Duration.ZERO;

    /** @param busy true while silence of the client is in order */
    TimedInput(Socket socket, Ticker ticker, Duration idleTime, BooleanSupplier busy) throws IOException {
        this.socket = socket;
        this.stream = socket.getInputStream();
        this.ticker = ticker;
        this.idleTime = idleTime;
        this.busy = busy;
    }

    /** A packet begins: it has to be there within this time. */
    void packet(Duration time) {
        within = true;
        allowed = time;
        deadline = ticker.nanos() + time.toNanos();
    }

    /** The packet has been read. */
    void idle() {
        within = false;
    }

    @Override
    public int read() {
        throw new UnsupportedOperationException("bytes are read in arrays");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (true) {
            socket.setSoTimeout(within ? left() : (int) idleTime.toMillis());
            try {
                return stream.read(bytes, offset, length);
            } catch (SocketTimeoutException _) {
                if (!within && !busy.getAsBoolean()) {
                    throw new WireException(
                            WireCode.TOO_SLOW, "the client was silent for " + idleTime.toMillis() + " ms");
                }
            }
        }
    }

    private int left() {
        long millis = (deadline - ticker.nanos()) / 1_000_000;
        if (millis < 1) {
            throw new WireException(WireCode.TOO_SLOW, "a packet was not complete after " + allowed.toMillis() + " ms");
        }
        return (int) Math.min(Integer.MAX_VALUE, millis);
    }
}
