package io.millrace.ingest;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.json.JsonRow;
import io.millrace.core.time.Ticker;
import io.millrace.ingest.type.RememberingSource;
import io.millrace.ingest.type.SourceContext;
import io.millrace.ingest.type.SourceType;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Rows that are numbered from 0 without holes, as far as its limit allows now; it remembers the next number. */
final class CountingSource implements RememberingSource {

    /** Every so many rows is one that some sinks refuse. */
    static final int BAD = 211;

    /**
     * What it gives.
     *
     * @param limit rows may be given below it, asked at each poll; negative when the source is to end
     * @param perPoll rows of a poll at most
     */
    record Settings(LongSupplier limit, int perPoll) {}

    record Type() implements SourceType<Settings> {
        @Override
        public String name() {
            return "counting";
        }

        @Override
        public Class<Settings> settings() {
            return Settings.class;
        }

        @Override
        public Source<JsonRow> create(Settings settings, SourceContext context) {
            return new CountingSource(settings);
        }
    }

    private final Settings settings;
    private long next;
    private long acknowledged;
    private volatile boolean closed;

    private CountingSource(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void restore(byte @Nullable [] state, Iterator<Record<JsonRow>> since) {
        next = state == null ? 0 : ByteBuffer.wrap(state).getLong();
        since.forEachRemaining(row -> {
            long number = number(row.value());
            if (number != next) {
                throw new IllegalStateException("row " + number + " was kept where " + next + " should be");
            }
            next++;
        });
        acknowledged = next;
    }

    @Override
    public byte[] state() {
        return ByteBuffer.allocate(Long.BYTES).putLong(acknowledged).array();
    }

    @Override
    public void open() {
        next = acknowledged;
    }

    @Override
    public Poll<JsonRow> poll(Duration timeout) throws InterruptedException {
        long limit = settings.limit().getAsLong();
        if (limit < 0 || closed) {
            return new Poll.End<>();
        }
        List<Record<JsonRow>> rows = new ArrayList<>();
        while (next < limit && rows.size() < settings.perPoll()) {
            rows.add(row(next++));
        }
        long upTo = next;
        if (!rows.isEmpty()) {
            return new Poll.Batch<>(rows, () -> acknowledged = upTo);
        }
        Ticker.SYSTEM.sleep(timeout);
        return new Poll.Idle<>();
    }

    /** The number of a row that this gave. */
    static long number(JsonRow row) {
        return (Long) Objects.requireNonNull(row.field("n"));
    }

    static Record<JsonRow> row(long number) {
        String text = "{\"n\":" + number + ",\"type\":\"" + (number % 2 == 0 ? "even" : "odd") + "\",\"bad\":"
                + (number % BAD == 5) + "}";
        return new Record<>(null, JsonRow.read(text), Instant.ofEpochMilli(number), Map.of());
    }

    @Override
    public void close() {
        closed = true;
    }
}
