package io.millrace.ingest.live;

import io.millrace.core.Record;
import io.millrace.core.flow.Broadcast;
import io.millrace.core.flow.Chunk;
import io.millrace.core.flow.SubscriberSettings;
import io.millrace.core.flow.Subscription;
import io.millrace.core.json.JsonRow;
import io.millrace.core.time.Ticker;
import io.millrace.ingest.RowTap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows as they come, for readers who are there. Readers with one filter share one stream, so a row is looked at once
 * for each filter and never encoded again: its text goes out as it came.
 *
 * <p><b>Threading:</b> thread-safe; {@link #rows} is called by one thread.
 */
public final class LiveRows implements RowTap {

    private final Ticker ticker;
    private final Map<RowFilter, Broadcast> streams = new HashMap<>();

    /** Rows that nobody reads yet. */
    public LiveRows(Ticker ticker) {
        this.ticker = ticker;
    }

    @Override
    public void rows(String pipeline, List<Record<JsonRow>> rows) {
        for (Map.Entry<RowFilter, Broadcast> stream : read()) {
            List<JsonRow> wanted = rows.stream()
                    .map(Record::value)
                    .filter(row -> stream.getKey().accepts(pipeline, row))
                    .toList();
            if (!wanted.isEmpty()) {
                publish(stream.getValue(), chunk(wanted));
            }
        }
    }

    /** Streams with readers; others are forgotten. */
    private List<Map.Entry<RowFilter, Broadcast>> read() {
        synchronized (streams) {
            streams.values().removeIf(stream -> stream.subscribers() == 0);
            return streams.entrySet().stream()
                    .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
                    .toList();
        }
    }

    private static void publish(Broadcast stream, Chunk chunk) {
        try {
            stream.publish(chunk);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static Chunk chunk(List<JsonRow> rows) {
        byte[] bytes = new byte[rows.stream().mapToInt(row -> row.size() + 1).sum()];
        int[] ends = new int[rows.size()];
        Object[] keys = new Object[rows.size()];
        int end = 0;
        for (int i = 0; i < ends.length; i++) {
            JsonRow row = rows.get(i);
            row.copyTo(bytes, end);
            end += row.size();
            bytes[end++] = '\n';
            ends[i] = end;
            keys[i] = new Key(row.string("type"), row.string("product_id"));
        }
        return new Chunk(bytes, ends, ends.length, index -> keys[index]);
    }

    /**
     * Adds a reader, who sees what comes from now on. Who reads in {@code block} would hold up all others.
     *
     * @param wakeUp see {@link Broadcast#subscribe}
     */
    public Subscription subscribe(RowFilter filter, SubscriberSettings settings, Runnable wakeUp) {
        synchronized (streams) {
            return streams.computeIfAbsent(filter, _ -> new Broadcast("rows", ticker))
                    .subscribe(settings, wakeUp);
        }
    }

    /** How many different filters are read. */
    int filters() {
        return read().size();
    }
}
