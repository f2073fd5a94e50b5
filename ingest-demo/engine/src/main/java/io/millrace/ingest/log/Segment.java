package io.millrace.ingest.log;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of the log: 16 bytes of head, which are a name and the offset of its first row, then rows.
 *
 * <p><b>Threading:</b> changed and read by who holds the log's lock.
 */
final class Segment {

    static final int HEAD = 16;
    private static final long MAGIC = 0x4d4c5249_4c4f4731L;

    private final Path file;
    private final long base;
    private long end;
    private long bytes;

    Segment(Path file, long base, long end, long bytes) {
        this.file = file;
        this.base = base;
        this.end = end;
        this.bytes = bytes;
    }

    static byte[] head(long base) {
        return ByteBuffer.allocate(HEAD).putLong(MAGIC).putLong(base).array();
    }

    /** Whether a file has the head that its name wants. */
    static boolean isHead(Path file, long base) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), HEAD))) {
            return Files.size(file) >= HEAD && in.readLong() == MAGIC && in.readLong() == base;
        }
    }

    Path file() {
        return file;
    }

    /** Offset of its first row. */
    long base() {
        return base;
    }

    /** Offset behind its last row. */
    long end() {
        return end;
    }

    /** Size of the file. */
    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return end == base;
    }

    void grew(int rows, long by) {
        end += rows;
        bytes += by;
    }

    boolean overlaps(long from, long to) {
        return from < to && from < end && to > base;
    }
}
