package io.millrace.connector.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines from a file that may still grow. It holds at most one line of the allowed length and 64 KiB.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
final class LineReader implements Closeable {

    private static final int BLOCK = 64 * 1024;

    // not a FileChannel: an interrupt, which is how a poll is ended, would close that
    private final RandomAccessFile file;
    private final int maxLineBytes;
    private final boolean json;
    private byte[] buffer = new byte[BLOCK];
    private int start;
    private int scanned;
    private int limit;
    private Offset offset;
    private long skipped;

    /** Reads lines of JSON, or lines of any text. */
    LineReader(Path path, int maxLineBytes, Offset offset, boolean json) throws IOException {
        this.json = json;
        this.maxLineBytes = maxLineBytes;
        this.offset = offset;
        this.file = new RandomAccessFile(path.toFile(), "r");
        try {
            file.seek(offset.bytes());
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /**
     * The next line that is not blank.
     *
     * @param complete true when the file will not grow, so that what follows the last line feed is a line too
     * @return null when no complete line is there now
     */
    @Nullable
    Line next(boolean complete) throws IOException {
        while (true) {
            int end = lineFeed();
            if (end >= 0) {
                Line line = line(end, end + 1);
                if (!blank(line)) {
                    return line;
                }
            } else if (!fill()) {
                if (!complete || (start == limit && skipped == 0)) {
                    return null;
                }
                Line line = line(limit, limit);
                return blank(line) ? null : line;
            }
        }
    }

    private static boolean blank(Line line) {
        return line.text() != null && line.text().isBlank();
    }

    /** Index of the next line feed in the buffer, or -1. */
    private int lineFeed() {
        while (scanned < limit) {
            if (buffer[scanned] == '\n') {
                return scanned;
            }
            scanned++;
        }
        return -1;
    }

    /** Takes the bytes up to {@code end} as a line, which with its line feed ends before {@code next}. */
    private Line line(int end, int next) {
        Offset after = new Offset(offset.bytes() + skipped + next - start, offset.lines() + 1);
        int length = end > start && buffer[end - 1] == '\r' ? end - start - 1 : end - start;
        Line line;
        if (skipped > 0 || length > maxLineBytes) {
            line = new Line(null, "longer than " + maxLineBytes + " bytes", after);
        } else {
            line = decode(ByteBuffer.wrap(buffer, start, length), after);
        }
        start = next;
        scanned = next;
        skipped = 0;
        offset = after;
        return line;
    }

    private Line decode(ByteBuffer bytes, Offset after) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            String problem = !json || text.isBlank() ? null : Json.problem(text);
            return problem == null ? new Line(text, null, after) : new Line(null, "not JSON: " + problem, after);
        } catch (CharacterCodingException e) {
            return new Line(null, "not UTF-8", after);
        }
    }

    /** Reads more; false at the current end of the file. */
    private boolean fill() throws IOException {
        if (limit - start > maxLineBytes + 1) {
            skipped += limit - start;
            start = limit;
        }
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, limit - start);
            limit -= start;
            scanned -= start;
            start = 0;
        }
        if (limit == buffer.length) {
            buffer = Arrays.copyOf(buffer, (int) Math.min(2L * buffer.length, (long) maxLineBytes + BLOCK + 2));
        }
        int read = file.read(buffer, limit, buffer.length - limit);
        if (read > 0) {
            limit += read;
        }
        return read > 0;
    }

    /** Whether the offset it was opened at can be one of this file; asked before the first line. */
    boolean atStartOfLine() throws IOException {
        long place = offset.bytes();
        if (place == 0 || place == file.length()) {
            return true;
        }
        if (place > file.length()) {
            return false;
        }
        file.seek(place - 1);
        return file.read() == '\n';
    }

    /** Behind the last line that was given. */
    Offset offset() {
        return offset;
    }

    /** The file is shorter than what was read of it. */
    boolean truncated() throws IOException {
        return file.length() < offset.bytes() + skipped + limit - start;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
