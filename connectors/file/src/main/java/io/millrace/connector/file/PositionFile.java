package io.millrace.connector.file;

import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.json.JsonRow;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Remembers a {@link Position} in one of two slots, each a line of a checksum and a JSON object: the next one is
 * written over the older, so a torn write leaves the newer. The file never grows, so that to make a position durable
 * costs one block and nothing of the file system's own books.
 *
 * <p><b>Threading:</b> not thread-safe. The file is locked while it is open.
 */
final class PositionFile implements Closeable {

    static final int SLOT = 64 * 1024;

    private static final int CHECKSUM = 8;
    private static final byte BLANK = ' ';

    private final Path path;
    private final RandomAccessFile file; // each write returns when it is on the disk
    private long number;
    private @Nullable Position position;
    private @Nullable Position older;

    private PositionFile(Path path, RandomAccessFile file) {
        this.path = path;
        this.file = file;
    }

    /** Opens or makes the file. */
    static PositionFile open(Path path) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rwd");
        try {
            AppendFile.lock(file, path);
            PositionFile opened = new PositionFile(path, file);
            opened.read();
            return opened;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private void read() throws IOException {
        if (file.length() < 2 * SLOT) {
            refuseOtherContent();
            byte[] blank = new byte[2 * SLOT];
            Arrays.fill(blank, BLANK);
            file.seek(0);
            file.write(blank);
            AppendFile.syncFolder(path);
            return;
        }
        boolean first = readSlot(0);
        boolean second = readSlot(1);
        if (first && second && position == null) {
            throw new FatalException(path + " is damaged: what its file has cannot be told; move both away"
                    + " to begin anew, or delete it to append without knowing which batches are there");
        }
    }

    /** A short file is one that was being made when the process ended, and then blank. */
    private void refuseOtherContent() throws IOException {
        byte[] bytes = new byte[(int) file.length()];
        file.readFully(bytes);
        for (byte b : bytes) {
            if (b != BLANK) {
                throw new FatalException(path + " was not written by a file sink; it has to be elsewhere");
            }
        }
    }

    /** Takes the slot's position if it is the newest; false when the slot was never written. */
    private boolean readSlot(int slot) throws IOException {
        byte[] bytes = new byte[SLOT];
        file.seek((long) slot * SLOT);
        file.readFully(bytes);
        int end = 0;
        boolean blank = true;
        while (end < SLOT && bytes[end] != '\n') {
            blank &= bytes[end++] == BLANK;
        }
        if (blank) {
            return false;
        }
        if (end == SLOT || end <= CHECKSUM) {
            return true;
        }
        String checksum = new String(bytes, 0, CHECKSUM, StandardCharsets.US_ASCII);
        byte[] text = Arrays.copyOfRange(bytes, CHECKSUM + 1, end);
        if (!checksum.equals(checksum(text))) {
            return true;
        }
        try {
            JsonRow row = JsonRow.read(text);
            Position read = Position.from(row);
            if (read != null && row.field("number") instanceof Long found && found >= number) {
                older = position;
                position = read;
                number = found;
            } else {
                older = read;
            }
        } catch (PoisonException e) {
            throw new FatalException(path + " was not written by a file sink", e);
        }
        return true;
    }

    private static String checksum(byte[] text) {
        CRC32C crc = new CRC32C();
        crc.update(text);
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    /** The newest position; null when there is none. */
    @Nullable
    Position position() {
        return position;
    }

    /** The position before the newest one; null when there is none. */
    @Nullable
    Position older() {
        return older;
    }

    /** Goes back to the older position; the next one is written over the newest. */
    void forgetNewest() {
        position = older;
        older = null;
        number--;
    }

    /** Returns when the position is on the disk. After a failure it may be, so the file has to be read again. */
    void write(Position next) throws IOException {
        JsonRow row = next.toRow(number + 1);
        int length = CHECKSUM + 1 + row.size() + 1;
        if (length > SLOT) {
            throw new FatalException(
                    path + " cannot remember more than the " + next.last().size() + " streams it has");
        }
        byte[] line = new byte[length];
        row.copyTo(line, CHECKSUM + 1);
        byte[] checksum = checksum(row.toBytes()).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(checksum, 0, line, 0, CHECKSUM);
        line[CHECKSUM] = BLANK;
        line[length - 1] = '\n';
        file.seek((number + 1) % 2 * SLOT);
        file.write(line);
        number++;
        older = position;
        position = next;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
