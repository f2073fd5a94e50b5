package io.millrace.ingest.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.failure.TransientException;
import io.millrace.core.json.JsonRow;
import io.millrace.core.time.Ticker;
import io.millrace.ingest.type.FeedAccount;
import io.millrace.ingest.type.SourceContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A source and what was read of it, as a runner reads. */
final class Reading implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    final CoinbaseSource source;
    final List<Record<JsonRow>> rows = new ArrayList<>();
    final List<String> refused = new ArrayList<>();
    int reopened;

    private Reading(CoinbaseSettings settings, Ticker ticker) {
        source = new CoinbaseSource(
                FeedSettings.of(settings),
                new SourceContext(
                        "test",
                        Path.of("."),
                        (message, reason) -> refused.add(new String(message, StandardCharsets.UTF_8) + " " + reason),
                        ticker),
                new Random(1));
    }

    /** The same, but what becomes of gaps is told by rows. */
    static CoinbaseSettings withGapRows(CoinbaseSettings of) {
        return new CoinbaseSettings(
                of.wssUrl(),
                of.subscription(),
                of.connections(),
                of.restUrl(),
                of.refill(),
                of.refillAttempts(),
                of.restRate(),
                of.heartbeat(),
                of.silence(),
                of.gapGrace(),
                true,
                of.maxGap(),
                of.maxGaps(),
                of.queueSize(),
                of.maxMessageBytes(),
                of.compression());
    }

    /** Rows that tell of gaps. */
    List<JsonRow> gapRows() {
        return rows.stream()
                .map(Record::value)
                .filter(row -> "gap".equals(row.string("type")))
                .toList();
    }

    /** Opens a source without memory. */
    static Reading of(CoinbaseSettings settings) {
        return of(settings, Ticker.SYSTEM, null, List.of());
    }

    /** Opens a source that remembers, unless the memory is null. */
    static Reading of(CoinbaseSettings settings, Ticker ticker, byte @Nullable [] state, List<Record<JsonRow>> since) {
        Reading reading = new Reading(settings, ticker);
        Iterator<Record<JsonRow>> rows = since.iterator();
        reading.source.restore(state, rows);
        reading.source.open();
        return reading;
    }

    /** Polls and commits until something is so; reopens after transient failures. */
    void until(String what, BooleanSupplier condition) throws InterruptedException {
        long end = Ticker.SYSTEM.nanos() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(Ticker.SYSTEM.nanos())
                    .as("waited for " + what + ", " + this)
                    .isLessThan(end);
            Poll<JsonRow> polled = poll();
            if (polled instanceof Poll.Batch<JsonRow> batch) {
                rows.addAll(batch.records());
                batch.ack().commit();
            }
        }
    }

    private Poll<JsonRow> poll() throws InterruptedException {
        try {
            return source.poll(Duration.ofMillis(50));
        } catch (TransientException e) {
            reopened++;
            open();
            return new Poll.Idle<>();
        }
    }

    private void open() throws InterruptedException {
        try {
            source.open();
        } catch (TransientException e) {
            Ticker.SYSTEM.sleep(Duration.ofMillis(20));
        }
    }

    /** Polls once without confirming; true when there was a batch. */
    boolean giveUnconfirmed() {
        try {
            return poll() instanceof Poll.Batch;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    void untilRows(int count) throws InterruptedException {
        until(count + " rows", () -> rows.size() >= count);
        assertThat(rows).hasSize(count);
    }

    List<Long> ids() {
        return ids(rows);
    }

    static List<Long> ids(List<Record<JsonRow>> rows) {
        return rows.stream()
                .map(row -> row.value().field("trade_id"))
                .filter(Long.class::isInstance)
                .map(Long.class::cast)
                .toList();
    }

    /** Every message is in exactly one account. */
    FeedAccount account() {
        FeedAccount account = source.feed();
        assertThat(account.rows()
                        + account.duplicates()
                        + account.control()
                        + account.refused()
                        + account.ignored().values().stream().mapToLong(n -> n).sum())
                .isEqualTo(account.messages());
        return account;
    }

    @Override
    public void close() {
        source.close();
    }

    @Override
    public String toString() {
        return rows.size() + " rows, " + source.feed() + ", " + source.series() + ", " + source.gaps();
    }
}
