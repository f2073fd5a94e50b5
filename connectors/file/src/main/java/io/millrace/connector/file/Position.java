package io.millrace.connector.file;

import io.millrace.core.json.JsonRow;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a {@link FileBatchSink} has come.
 *
 * @param length of the data file in bytes; what is behind was never confirmed
 * @param tailBytes how many bytes before that place {@code tailCrc} is of: the batch that was written last, or fewer
 * @param tailCrc tells that the data file has them
 * @param begun when the data file was begun, in milliseconds since 1970
 * @param closed whether the sink was closed: what is behind the length is then not its own
 * @param last offset of the last record stored, by stream
 */
record Position(long length, long tailBytes, long tailCrc, long begun, boolean closed, Map<String, Long> last) {

    Position {
        last = Map.copyOf(last);
    }

    Position closing() {
        return new Position(length, tailBytes, tailCrc, begun, true, last);
    }

    JsonRow toRow(long number) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("number", number);
        fields.put("length", length);
        fields.put("tail_bytes", tailBytes);
        fields.put("tail_crc", tailCrc);
        fields.put("begun", begun);
        fields.put("closed", closed);
        fields.put("last", last);
        return JsonRow.of(fields);
    }

    /** The position that a row holds; null when it holds none. */
    static @Nullable Position from(JsonRow row) {
        if (row.field("length") instanceof Long length
                && row.field("tail_bytes") instanceof Long tailBytes
                && row.field("tail_crc") instanceof Long tailCrc
                && row.field("begun") instanceof Long begun
                && row.field("closed") instanceof Boolean closed
                && row.field("last") instanceof Map<?, ?> offsets) {
            Map<String, Long> last = new HashMap<>();
            for (Map.Entry<?, ?> offset : offsets.entrySet()) {
                if (!(offset.getValue() instanceof Long value)) {
                    return null;
                }
                last.put((String) offset.getKey(), value);
            }
            return new Position(length, tailBytes, tailCrc, begun, closed, last);
        }
        return null;
    }
}
