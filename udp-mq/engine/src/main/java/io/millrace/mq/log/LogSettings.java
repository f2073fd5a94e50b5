package io.millrace.mq.log;

/**
 * The bounds of a {@link MappedMessageLog}.
 *
 * @param segmentBytes size of one file, a multiple of 4,096 from 4,096 to 1 GiB
 * @param maxBytes size of all files together, at least five segments; two of them are kept for releases and for moving
 *     entries, so that a full log can always be emptied
 * @param salvage true to skip damaged places when opening, with a warning that names each; false to refuse
 */
public record LogSettings(long segmentBytes, long maxBytes, boolean salvage) {

    private static final int PAGE = 4_096;
    private static final int LEAST_SEGMENTS = 5;
    private static final int LONGEST_ENTRY = 1 << 20;

    /** Segments of 16 MiB, 1 GiB together, no salvage. */
    public static final LogSettings DEFAULT = new LogSettings(16 << 20, 1 << 30, false);

    public LogSettings {
        if (segmentBytes < PAGE || segmentBytes > 1 << 30 || segmentBytes % PAGE != 0) {
            throw new IllegalArgumentException(
                    "segmentBytes must be a multiple of 4096 from 4096 to 1 GiB, was " + segmentBytes);
        }
        if (maxBytes < LEAST_SEGMENTS * segmentBytes) {
            throw new IllegalArgumentException("maxBytes must be at least " + LEAST_SEGMENTS + " segments of "
                    + segmentBytes + " bytes, was " + maxBytes);
        }
    }

    /** Longest entry: 1 MiB, or what fits one segment if that is less. */
    public int maxEntryBytes() {
        return (int) Math.min(LONGEST_ENTRY, segmentBytes - LogFormat.HEADER - 2 * LogFormat.RECORD);
    }

    int maxSegments() {
        return (int) Math.min(Integer.MAX_VALUE, maxBytes / segmentBytes);
    }
}
