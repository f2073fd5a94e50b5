package io.millrace.ingest.log;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads a file of the log from its first row on, also while it grows.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
final class SegmentReader implements AutoCloseable {

    /** What was found. */
    enum Step {
        ROW,
        DAMAGED,
        /** Nothing more, or nothing more that could be a row. */
        END
    }

    private final Path file;
    private final DataInputStream in;
    private long position;
    private byte[] payload = {};

    private SegmentReader(Path file, DataInputStream in) {
        this.file = file;
        this.in = in;
        this.position = Segment.HEAD;
    }

    /** Not by a channel: an interrupt would close it. */
    static SegmentReader open(Path file) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(new FileInputStream(file.toFile()), 64 << 10));
        try {
            in.skipNBytes(Segment.HEAD);
        } catch (EOFException _) {
            // as if it had no rows
        }
        return new SegmentReader(file, in);
    }

    /** Reads the next row; afterwards {@link #payload} has it. */
    Step next() throws IOException {
        int checksum;
        try {
            int length = in.readInt();
            checksum = in.readInt();
            if (!RowFrame.plausible(length) || length > Files.size(file) - position - RowFrame.HEAD) {
                return Step.END;
            }
            payload = in.readNBytes(length);
        } catch (EOFException _) {
            return Step.END;
        }
        position += RowFrame.HEAD + payload.length;
        return RowFrame.checksum(payload, 0, payload.length) == checksum ? Step.ROW : Step.DAMAGED;
    }

    /** Passes the next row without looking at it; false when there is none. */
    boolean skip() throws IOException {
        try {
            int length = in.readInt();
            in.readInt();
            if (!RowFrame.plausible(length)) {
                return false;
            }
            in.skipNBytes(length);
            position += RowFrame.HEAD + length;
            return true;
        } catch (EOFException _) {
            return false;
        }
    }

    byte[] payload() {
        return payload;
    }

    /** Where the next row begins. */
    long position() {
        return position;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
