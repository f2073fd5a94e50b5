package io.millrace.service.stream;

import io.millrace.core.flow.Chunk;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** One reader's socket: gathers what is to be written and writes it at once. Confined to the reader's event loop. */
abstract sealed class Outlet permits HttpOutlet, WebSocketOutlet {

    private final RowEncoding encoding;
    private final List<Part> parts = new ArrayList<>();
    private int pendingBytes;

    Outlet(RowEncoding encoding) {
        this.encoding = encoding;
    }

    final RowEncoding encoding() {
        return encoding;
    }

    /** Bytes gathered and not written yet. */
    final int pendingBytes() {
        return pendingBytes;
    }

    /** Gathers rows. */
    void rows(Chunk chunk) {
        add(encoding.part(chunk));
    }

    /** Gathers bytes besides rows. */
    void bytes(byte[] bytes) {
        add(Part.of(bytes));
    }

    final void add(Part part) {
        parts.add(part);
        pendingBytes += part.length();
    }

    /** What was gathered; nothing is, afterwards. */
    final List<Part> takeParts() {
        List<Part> taken = List.copyOf(parts);
        parts.clear();
        pendingBytes = 0;
        return taken;
    }

    /** A sign of life that is not an event; it is written, or gathered. */
    abstract void bareHeartbeat();

    /** Whether the socket takes nothing more for now. */
    abstract boolean full();

    /** Writes what was gathered. */
    abstract void flush();

    /** Writes what was gathered, then ends the stream; completes when the socket took it all. */
    abstract Future<Void> end(Ending ending);

    /** Cuts the connection. */
    abstract void cut();
}
