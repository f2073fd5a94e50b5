package io.millrace.ingest.feed;

import io.millrace.core.Record;
import io.millrace.core.json.JsonRow;
import io.millrace.ingest.ledger.LedgerSettings;
import io.millrace.ingest.ledger.Search;
import io.millrace.ingest.ledger.TradeLedger;
import io.millrace.ingest.type.Gap;
import io.millrace.ingest.type.SeriesAccount;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * One ledger for each type of rows that tell of trades: who takes tickers and matches wants each of them complete.
 *
 * <p><b>Threading:</b> not thread-safe; the source's lock guards it.
 */
final class Ledgers {

    private static final int VERSION = 1;

    /** What is to be searched for which rows. */
    record Wanted(String type, Search search) {}

    private final Map<String, TradeLedger> ledgers = new TreeMap<>();

    Ledgers(FeedSettings settings, RandomGenerator random) {
        LedgerSettings bounds = settings.ledger();
        if (settings.channels().contains("ticker")) {
            ledgers.put("ticker", new TradeLedger(bounds, random));
        }
        if (settings.channels().contains("matches") || settings.channels().contains("full")) {
            ledgers.put("match", new TradeLedger(bounds, random));
        }
    }

    /** The ledger of rows of a type; null when there is none. */
    @Nullable
    TradeLedger of(String type) {
        return ledgers.get(type.equals("last_match") ? "match" : type);
    }

    void heartbeat(String product, long lastTradeId, long nanos, Instant now) {
        ledgers.values().forEach(ledger -> ledger.heartbeat(product, lastTradeId, nanos, now));
    }

    void tick(long nanos, Instant now) {
        ledgers.values().forEach(ledger -> ledger.tick(nanos, now));
    }

    @Nullable
    Wanted wanted(long nanos) {
        for (Map.Entry<String, TradeLedger> ledger : ledgers.entrySet()) {
            Search search = ledger.getValue().nextSearch(nanos);
            if (search != null) {
                return new Wanted(ledger.getKey(), search);
            }
        }
        return null;
    }

    List<Gap> gaps() {
        return ledgers.values().stream()
                .flatMap(ledger -> ledger.gaps().stream())
                .sorted(Comparator.comparing(Gap::opened).reversed())
                .toList();
    }

    /** With two ledgers the names of series say which: {@code BTC-USD match}. */
    List<SeriesAccount> series() {
        List<SeriesAccount> all = new ArrayList<>();
        ledgers.forEach((type, ledger) -> {
            for (SeriesAccount one : ledger.accounts()) {
                all.add(ledgers.size() == 1 ? one : renamed(one, one.series() + " " + type));
            }
        });
        return List.copyOf(all);
    }

    private static SeriesAccount renamed(SeriesAccount from, String name) {
        return new SeriesAccount(
                name,
                from.first(),
                from.last(),
                from.seen(),
                from.duplicates(),
                from.refilled(),
                from.missing(),
                from.lost(),
                from.openGaps());
    }

    /** All of it as if these rows had not come. */
    byte[] write(List<Record<JsonRow>> without, long nanos) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeInt(ledgers.size());
            for (Map.Entry<String, TradeLedger> ledger : ledgers.entrySet()) {
                out.writeUTF(ledger.getKey());
                ledger.getValue().write(out, ids(ledger.getValue(), without), nanos);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen in memory", e);
        }
        return bytes.toByteArray();
    }

    @SuppressWarnings("ReferenceEquality") // two ledgers are never equal
    private Map<String, long[]> ids(TradeLedger of, List<Record<JsonRow>> rows) {
        Map<String, LongStream.Builder> ids = new TreeMap<>();
        for (Record<JsonRow> row : rows) {
            String type = row.value().string("type");
            if (type != null
                    && of(type) == of
                    && row.key() != null
                    && row.value().field("trade_id") instanceof Long id) {
                ids.computeIfAbsent(row.key(), _ -> LongStream.builder()).add(id);
            }
        }
        Map<String, long[]> arrays = new TreeMap<>();
        ids.forEach((product, builder) -> arrays.put(product, builder.build().toArray()));
        return arrays;
    }

    /**
     * Reads what was written; ledgers that are not kept any more are left out.
     *
     * @throws IllegalArgumentException when it was written by a later version, or is damaged
     */
    void read(byte[] state, long nanos, Supplier<TradeLedger> spare) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IllegalArgumentException(
                        "the memory of trades is of version " + version + ", this program reads version " + VERSION);
            }
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                ledgers.getOrDefault(in.readUTF(), spare.get()).read(in, nanos);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("the memory of trades is damaged: " + e.getMessage(), e);
        }
    }
}
