package io.millrace.sql.wire;

import io.millrace.core.time.Ticker;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.wire.codec.BlockWriter;
import io.millrace.sql.wire.codec.Frames;
import io.millrace.sql.wire.codec.Revisions;
import io.millrace.sql.wire.codec.WireBuffer;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes the server's packets, one caller at a time.
 *
 * <p><b>Threading:</b> thread-safe; {@link #stalledFor} does not wait for a writer that is held up.
 */
final class PacketOutput {

    /** Bytes of one write to the socket, so that progress can be seen. */
    private static final int CHUNK = 64 << 10;

    private final OutputStream stream;
    private final Ticker ticker;
    private final NativeListener listener;
    private final WireBuffer packets = new WireBuffer();
    private final WireBuffer block = new WireBuffer();
    private final java.util.concurrent.locks.ReentrantLock lock = new java.util.concurrent.locks.ReentrantLock();
    private volatile long progress;
    private volatile boolean writing;

    PacketOutput(OutputStream stream, Ticker ticker, NativeListener listener) {
        this.stream = stream;
        this.ticker = ticker;
        this.listener = listener;
    }

    /** Nanoseconds since the client took a byte, while there is one for it; else 0. */
    long stalledFor(long now) {
        return writing ? now - progress : 0;
    }

    void hello(int revision) throws IOException {
        lock.lock();
        try {
            packets.writeVarint(ServerPacket.HELLO);
            packets.writeText("Millrace");
            packets.writeVarint(1);
            packets.writeVarint(0);
            packets.writeVarint(Revisions.SERVER);
            packets.writeText("UTC");
            packets.writeText("millrace");
            if (revision >= Revisions.PATCH) {
                packets.writeVarint(0);
            }
            flush();
        } finally {
            lock.unlock();
        }
    }

    void pong() throws IOException {
        simple(ServerPacket.PONG);
    }

    /** @param first runs before the packet leaves, with no other packet in between */
    void endOfStream(Runnable first) throws IOException {
        lock.lock();
        try {
            first.run();
            simple(ServerPacket.END_OF_STREAM);
        } finally {
            lock.unlock();
        }
    }

    private void simple(int type) throws IOException {
        lock.lock();
        try {
            packets.writeVarint(type);
            flush();
        } finally {
            lock.unlock();
        }
    }

    /** @param first as for {@link #endOfStream} */
    void exception(int code, String text, Runnable first) throws IOException {
        lock.lock();
        try {
            first.run();
            packets.writeVarint(ServerPacket.EXCEPTION);
            packets.writeInt(code);
            packets.writeText("DB::Exception");
            packets.writeText("DB::Exception: " + text);
            // no stack trace, no nested exception
            packets.writeText("");
            packets.writeByte(0);
            flush();
        } finally {
            lock.unlock();
        }
    }

    /** Rows and bytes since the last such packet. */
    void progress(long rows, long bytes) throws IOException {
        lock.lock();
        try {
            putProgress(rows, bytes);
            flush();
        } finally {
            lock.unlock();
        }
    }

    private void putProgress(long rows, long bytes) {
        packets.writeVarint(ServerPacket.PROGRESS);
        packets.writeVarint(rows);
        packets.writeVarint(bytes);
        // rows in all, and what was written: not known
        packets.writeVarint(0);
        packets.writeVarint(0);
        packets.writeVarint(0);
    }

    void profile(long rows, long blocks, long bytes) throws IOException {
        lock.lock();
        try {
            packets.writeVarint(ServerPacket.PROFILE_INFO);
            packets.writeVarint(rows);
            packets.writeVarint(blocks);
            packets.writeVarint(bytes);
            // no limit was applied, as far as is known
            packets.writeByte(0);
            packets.writeVarint(0);
            packets.writeByte(0);
            flush();
        } finally {
            lock.unlock();
        }
    }

    void header(Schema sent, boolean compressed) throws IOException {
        lock.lock();
        try {
            BlockWriter.writeHeader(sent, beginData(compressed));
            endData(compressed);
            flush();
        } finally {
            lock.unlock();
        }
    }

    /**
     * A block of rows and the progress that it is.
     *
     * @return bytes of the block, not compressed
     */
    int rows(Schema sent, RowBatch batch, boolean compressed) throws IOException {
        lock.lock();
        try {
            WireBuffer target = beginData(compressed);
            int before = target.size();
            BlockWriter.write(sent, batch, target);
            int bytes = target.size() - before;
            endData(compressed);
            putProgress(batch.size(), bytes);
            // before the client can have seen them
            listener.sent(batch.size());
            flush();
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /** Where the block goes: straight to the packets, unless it has to be packed first. */
    private WireBuffer beginData(boolean compressed) {
        packets.writeVarint(ServerPacket.DATA);
        packets.writeText("");
        block.clear();
        return compressed ? block : packets;
    }

    private void endData(boolean compressed) {
        if (compressed) {
            Frames.write(block, packets);
        }
    }

    private void flush() throws IOException {
        progress = ticker.nanos();
        writing = true;
        try {
            for (int at = 0; at < packets.size(); at += CHUNK) {
                stream.write(packets.bytes(), at, Math.min(CHUNK, packets.size() - at));
                progress = ticker.nanos();
            }
            listener.sentBytes(packets.size());
        } finally {
            writing = false;
            packets.clear();
        }
    }
}
