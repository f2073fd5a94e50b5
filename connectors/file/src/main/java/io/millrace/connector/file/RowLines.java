package io.millrace.connector.file;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of a file that does not grow, plain or compressed by gzip, as bytes. It holds at most one line of the
 * allowed length and two blocks of 64 KiB.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
final class RowLines implements Closeable {

    private static final int BLOCK = 64 * 1024;
    private static final int SHOWN = 1_024;

    private final InputStream in;
    private final int maxLineBytes;
    private final byte[] block = new byte[BLOCK];
    private int from;
    private int to;
    private byte[] line = new byte[1_024];
    private int length;
    private boolean tooLong;
    private Offset offset = Offset.START;

    RowLines(Path path, int maxLineBytes) throws IOException {
        this.maxLineBytes = maxLineBytes;
        InputStream file = new BufferedInputStream(new FileInputStream(path.toFile()), BLOCK);
        try {
            this.in = isGzip(file) ? new GZIPInputStream(file, BLOCK) : file;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private static boolean isGzip(InputStream file) throws IOException {
        file.mark(2);
        boolean gzip = file.read() == 0x1f && file.read() == 0x8b;
        file.reset();
        return gzip;
    }

    /** Passes over what was read before; false when the place is not behind a line of this file. */
    boolean skipTo(Offset place) throws IOException {
        if (place.bytes() > 0) {
            try {
                in.skipNBytes(place.bytes() - 1);
            } catch (EOFException e) {
                return false;
            }
            int before = in.read();
            to = Math.max(0, in.read(block, 0, BLOCK));
            if (before < 0 || (before != '\n' && to > 0)) {
                return false;
            }
        }
        offset = place;
        return true;
    }

    /** The next line without its line feed; null at the end. */
    byte @Nullable [] next() throws IOException {
        length = 0;
        tooLong = false;
        long bytes = 0;
        while (true) {
            int end = from;
            while (end < to && block[end] != '\n') {
                end++;
            }
            keep(end);
            bytes += end - from;
            if (end < to) {
                from = end + 1;
                return line(bytes + 1);
            }
            from = 0;
            to = Math.max(0, in.read(block, 0, BLOCK));
            if (to == 0) {
                return bytes == 0 ? null : line(bytes);
            }
        }
    }

    private void keep(int end) {
        int count = Math.min(end - from, maxLineBytes + 1 - length);
        tooLong |= count < end - from;
        if (length + count > line.length) {
            line = Arrays.copyOf(line, Math.max(length + count, (int) Math.min(2L * line.length, maxLineBytes + 1L)));
        }
        System.arraycopy(block, from, line, length, count);
        length += count;
    }

    private byte[] line(long bytes) {
        offset = new Offset(offset.bytes() + bytes, offset.lines() + 1);
        if (length > 0 && line[length - 1] == '\r' && !tooLong) {
            length--;
        }
        tooLong |= length > maxLineBytes;
        return Arrays.copyOf(line, tooLong ? Math.min(SHOWN, length) : length);
    }

    /** Whether the last line was too long, and only its beginning given. */
    boolean tooLong() {
        return tooLong;
    }

    /** Behind the last line that was given. */
    Offset offset() {
        return offset;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
