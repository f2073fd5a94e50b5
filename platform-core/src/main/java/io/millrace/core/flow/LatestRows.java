package io.millrace.core.flow;

import java.util.LinkedHashMap;
import java.util.Map;

/** The last row of each key within one chunk, found once for all of its readers. Rows ascend. */
final class LatestRows {

    static final Form<LatestRows> FORM = new Form<>(LatestRows::new);

    private final Object[] keys;
    private final RowRef[] rows;
    private final long bytes;

    private LatestRows(Chunk chunk) {
        LinkedHashMap<Object, Integer> latest = new LinkedHashMap<>();
        for (int row = 0; row < chunk.rows(); row++) {
            latest.putLast(chunk.key(row), row);
        }
        keys = new Object[latest.size()];
        rows = new RowRef[latest.size()];
        int index = 0;
        long sum = 0;
        for (Map.Entry<Object, Integer> entry : latest.entrySet()) {
            keys[index] = entry.getKey();
            rows[index] = new RowRef(chunk, entry.getValue());
            sum += rows[index].length();
            index++;
        }
        bytes = sum;
    }

    int size() {
        return rows.length;
    }

    Object key(int index) {
        return keys[index];
    }

    RowRef row(int index) {
        return rows[index];
    }

    long bytes() {
        return bytes;
    }
}
