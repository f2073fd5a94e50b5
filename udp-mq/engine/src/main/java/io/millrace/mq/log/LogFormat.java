package io.millrace.mq.log;

/**
 * The form of segment files, little-endian. A file is a header of 64 bytes and records, each at a multiple of 16:
 *
 * <pre>
 * header: magic 8 | number 8 | first id 8 | base position 8 | salt 8 | file bytes 8 | zero 12 | CRC-32C 4
 * record: type and length 4 | CRC-32C 4 | id 8 | payload, padded with zeros to a multiple of 16
 * </pre>
 *
 * The type is in the highest four bits of its word. A word of zero means that nothing follows. The checksum of a record
 * is over its first word, its id, the salt of the file and the payload; so bytes that a client chose are never taken
 * for a record.
 */
final class LogFormat {

    static final int HEADER = 64;
    static final int RECORD = 16;
    /** "MRLOG001" */
    static final long MAGIC = 0x3130_3047_4f4c_524dL;

    /** An entry. */
    static final int APPEND = 1;
    /** The end of the entry with this id. */
    static final int RELEASE = 2;
    /** An entry that was moved here and kept its id. */
    static final int COPY = 3;
    /** Its id is a position up to which the disk had everything. */
    static final int MARK = 4;
    /** Nothing follows in this file; the log goes on in the next. */
    static final int SEAL = 5;
    /** Damaged bytes that were skipped. */
    static final int PAD = 6;

    private static final int SHIFT = 28;

    private LogFormat() {}

    static int head(int type, int length) {
        return type << SHIFT | length;
    }

    static int type(int head) {
        return head >>> SHIFT;
    }

    static int length(int head) {
        return head & (1 << SHIFT) - 1;
    }

    /** Bytes of a record with a payload of this length. */
    static int size(int length) {
        return RECORD + length + RECORD - 1 & -RECORD;
    }
}
