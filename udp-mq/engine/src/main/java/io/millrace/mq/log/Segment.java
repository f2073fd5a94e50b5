package io.millrace.mq.log;

import static io.millrace.mq.log.LogFormat.HEADER;
import static io.millrace.mq.log.LogFormat.RECORD;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * One mapped file of the log. Plain stores into the mapping survive the death of the process; {@link #force} brings
 * them to the disk. Guarded by the log's lock, except {@code force} and {@code close}.
 */
final class Segment {

    private static final int MAGIC_AT = 0;
    private static final int NUMBER_AT = 8;
    private static final int FIRST_ID_AT = 16;
    private static final int BASE_AT = 24;
    private static final int SALT_AT = 32;
    private static final int BYTES_AT = 40;
    private static final int SUM_AT = 60;
    private static final int SUM_IN_RECORD = 4;
    private static final int ID_IN_RECORD = 8;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Path path;
    private final Arena arena;
    private final MemorySegment memory;
    private final ByteBuffer bytes;
    private final int size;
    private final CRC32C crc = new CRC32C();
    // head, id and salt, for the checksum
    private final ByteBuffer scratch = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
    private int end = HEADER;

    Segment(Path path, Arena arena, MemorySegment memory) {
        this.path = path;
        this.arena = arena;
        this.memory = memory;
        this.bytes = memory.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        this.size = bytes.capacity();
    }

    /** Writes the header of a file of zeros. */
    void activate(long number, long firstId, long base, long salt) {
        bytes.putLong(NUMBER_AT, number);
        bytes.putLong(FIRST_ID_AT, firstId);
        bytes.putLong(BASE_AT, base);
        bytes.putLong(SALT_AT, salt);
        bytes.putLong(BYTES_AT, size);
        bytes.putLong(MAGIC_AT, LogFormat.MAGIC);
        bytes.putInt(SUM_AT, headerSum());
    }

    private int headerSum() {
        crc.reset();
        crc.update(bytes.slice(0, SUM_AT));
        return (int) crc.getValue();
    }

    /** Whether it was never activated. */
    boolean isBlank() {
        return isZero(0, HEADER);
    }

    boolean isHeaderValid(long number) {
        return bytes.getLong(MAGIC_AT) == LogFormat.MAGIC
                && bytes.getInt(SUM_AT) == headerSum()
                && bytes.getLong(NUMBER_AT) == number
                && bytes.getLong(BYTES_AT) == size;
    }

    Path path() {
        return path;
    }

    long number() {
        return bytes.getLong(NUMBER_AT);
    }

    long firstId() {
        return bytes.getLong(FIRST_ID_AT);
    }

    /** The log's position of the first byte of this file. */
    long base() {
        return bytes.getLong(BASE_AT);
    }

    int size() {
        return size;
    }

    /** Where the next record goes. */
    int end() {
        return end;
    }

    void endAt(int offset) {
        end = offset;
    }

    /** The log's position behind the last record. */
    long position() {
        return base() + end;
    }

    boolean fits(int length) {
        return LogFormat.size(length) <= size - end;
    }

    /** Writes a record that fits; moves the payload's position to its limit. */
    void write(int type, long id, ByteBuffer payload) {
        int length = payload.remaining();
        int head = LogFormat.head(type, length);
        bytes.put(end + RECORD, payload, payload.position(), length);
        bytes.putLong(end + ID_IN_RECORD, id);
        bytes.putInt(end + SUM_IN_RECORD, sum(head, id, payload));
        bytes.putInt(end, head);
        end += LogFormat.size(length);
    }

    /** Writes a record without payload. */
    void write(int type, long id) {
        write(type, id, NOTHING);
    }

    /** Says that nothing follows. */
    void seal() {
        if (fits(0)) {
            write(LogFormat.SEAL, 0);
        }
        end = size;
    }

    private int sum(int head, long id, ByteBuffer payload) {
        scratch.putInt(0, head).putLong(4, id).putLong(12, bytes.getLong(SALT_AT));
        crc.reset();
        crc.update(scratch.array(), 0, scratch.capacity());
        crc.update(payload);
        return (int) crc.getValue();
    }

    int head(int offset) {
        return bytes.getInt(offset);
    }

    long id(int offset) {
        return bytes.getLong(offset + ID_IN_RECORD);
    }

    /** The payload of the record there, read-only. */
    ByteBuffer payload(int offset) {
        return bytes.slice(offset + RECORD, LogFormat.length(head(offset))).asReadOnlyBuffer();
    }

    /** Whether a record lies there whose checksum is right. */
    boolean isRecord(int offset) {
        int head = head(offset);
        int length = LogFormat.length(head);
        if (head <= 0 || length > size - offset - RECORD) {
            return false;
        }
        ByteBuffer payload = LogFormat.type(head) == LogFormat.PAD ? NOTHING : bytes.slice(offset + RECORD, length);
        return bytes.getInt(offset + SUM_IN_RECORD) == sum(head, id(offset), payload);
    }

    boolean isZero(int from, int to) {
        int offset = from;
        for (; offset + Long.BYTES <= to; offset += Long.BYTES) {
            if (bytes.getLong(offset) != 0) {
                return false;
            }
        }
        for (; offset < to; offset++) {
            if (bytes.get(offset) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Makes everything from there on zero. */
    void clear(int from) {
        memory.asSlice(from).fill((byte) 0);
    }

    /** Turns damaged bytes into a record that is skipped. */
    void pad(int from, int to) {
        int head = LogFormat.head(LogFormat.PAD, to - from - RECORD);
        bytes.putLong(from + ID_IN_RECORD, 0);
        bytes.putInt(from + SUM_IN_RECORD, sum(head, 0, NOTHING));
        bytes.putInt(from, head);
    }

    /**
     * Brings a range to the disk.
     *
     * @throws java.io.UncheckedIOException when the disk refuses
     */
    void force(long from, long to) {
        if (from < to) {
            memory.asSlice(from, to - from).force();
        }
    }

    /** Ends the mapping. */
    void close() {
        arena.close();
    }
}
