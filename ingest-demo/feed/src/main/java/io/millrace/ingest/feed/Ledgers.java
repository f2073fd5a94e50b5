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
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
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

    /** Changes of gaps that wait at most, besides {@code max_gaps} of each ledger: those of a poll and of a group. */
    private static final int SPARE = 10_000;
    /** Without the rows that are to be told. */
    private static final int SILENT = 1;

    private static final int VERSION = 2;

    /** What is to be searched for which rows. */
    record Wanted(String type, Search search) {}

    private final Map<String, TradeLedger> ledgers = new TreeMap<>();
    private final boolean gapRows;
    private final int maxUntold;
    private final LinkedHashMap<GapRow.Key, GapRow> untold = new LinkedHashMap<>();

    Ledgers(FeedSettings settings, RandomGenerator random) {
        LedgerSettings bounds = settings.ledger();
        gapRows = settings.gapRows();
        maxUntold = 2 * bounds.maxGaps() + SPARE;
        if (settings.channels().contains("ticker")) {
            ledgers.put("ticker", new TradeLedger(bounds, random, gap -> changed("ticker", gap)));
        }
        if (settings.channels().contains("matches") || settings.channels().contains("full")) {
            ledgers.put("match", new TradeLedger(bounds, random, gap -> changed("match", gap)));
        }
    }

    private void changed(String type, Gap gap) {
        if (gapRows) {
            keep(new GapRow(type, gap));
        }
    }

    private void keep(GapRow row) {
        untold.putLast(row.key(), row);
        if (untold.size() > maxUntold) {
            // only when rows of long ago are read again, of a time when nobody asked for these
            untold.pollFirstEntry();
        }
    }

    /** Makes rows of what has become of gaps since the last time. */
    void tell(Yield out) {
        if (!untold.isEmpty()) {
            untold.values().forEach(row -> out.rows().add(row.toRecord()));
            untold.clear();
        }
    }

    /** Takes over a row that was given and kept before a restart. */
    void kept(Record<JsonRow> row, long nanos, Instant now) {
        GapRow gap = GapRow.read(row.value());
        if (gap != null) {
            told(gap, nanos);
            return;
        }
        String type = row.value().string("type");
        TradeLedger ledger = type == null ? null : of(type);
        if (ledger != null && row.key() != null && row.value().field("trade_id") instanceof Long id) {
            var _ = ledger.arrived(row.key(), id, nanos, now);
        }
    }

    private void told(GapRow row, long nanos) {
        TradeLedger ledger = ledgers.get(row.of());
        if (untold.remove(row.key()) == null && ledger != null) {
            ledger.told(row.gap(), nanos);
            untold.remove(row.key());
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
            out.writeByte(gapRows ? VERSION : SILENT);
            out.writeInt(ledgers.size());
            List<GapRow> again = again(without);
            for (Map.Entry<String, TradeLedger> ledger : ledgers.entrySet()) {
                out.writeUTF(ledger.getKey());
                Map<String, long[]> ids = ids(ledger.getValue(), without);
                Map<String, List<Gap>> refilled = new TreeMap<>();
                again.removeIf(row -> row.of().equals(ledger.getKey()) && reopens(row.gap(), ids, refilled));
                ledger.getValue().write(out, ids, refilled, nanos);
            }
            if (gapRows) {
                write(out, again);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen in memory", e);
        }
        return bytes.toByteArray();
    }

    /** What is to be told as if these rows had not come. */
    private List<GapRow> again(List<Record<JsonRow>> without) {
        List<GapRow> again = new ArrayList<>();
        for (Record<JsonRow> row : without) {
            GapRow gap = GapRow.read(row.value());
            if (gap != null) {
                again.add(gap);
            }
        }
        again.addAll(untold.values());
        return again;
    }

    /** A gap that was refilled by trades which now count as missing is open again, and is told when it is closed. */
    private static boolean reopens(Gap gap, Map<String, long[]> ids, Map<String, List<Gap>> refilled) {
        boolean reopens = gap.state() == Gap.State.REFILLED
                && Arrays.stream(ids.getOrDefault(gap.series(), new long[0]))
                        .anyMatch(id -> gap.first() <= id && id <= gap.last());
        if (reopens) {
            refilled.computeIfAbsent(gap.series(), _ -> new ArrayList<>()).add(gap);
        }
        return reopens;
    }

    private static void write(DataOutputStream out, List<GapRow> rows) throws IOException {
        out.writeInt(rows.size());
        for (GapRow row : rows) {
            byte[] text = row.toRecord().value().toBytes();
            out.writeInt(text.length);
            out.write(text);
        }
    }

    private void readUntold(DataInputStream in) throws IOException {
        for (int left = in.readInt(); left > 0; left--) {
            GapRow row = GapRow.read(JsonRow.read(in.readNBytes(in.readInt())));
            if (row != null) {
                keep(row);
            }
        }
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
            if (version != VERSION && version != SILENT) {
                throw new IllegalArgumentException(
                        "the memory of trades is of version " + version + ", this program reads version " + VERSION);
            }
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                ledgers.getOrDefault(in.readUTF(), spare.get()).read(in, nanos);
            }
            if (version == SILENT) {
                // nobody was told yet; without gap_rows nobody will be
                ledgers.forEach((type, ledger) -> ledger.gaps().reversed().forEach(gap -> changed(type, gap)));
            } else if (gapRows) {
                readUntold(in);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("the memory of trades is damaged: " + e.getMessage(), e);
        }
    }
}
