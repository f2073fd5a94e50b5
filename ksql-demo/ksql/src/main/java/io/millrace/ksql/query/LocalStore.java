package io.millrace.ksql.query;

import io.millrace.core.failure.TransientException;
import io.millrace.ksql.format.Key;
import io.millrace.ksql.format.Row;
import io.millrace.ksql.plan.DataSource.Windowing;
import io.millrace.ksql.plan.PullPlan.Bounds;
import io.millrace.ksql.run.QueryRun;
import io.millrace.ksql.run.StoreView;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreType;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ReadOnlySessionStore;
import org.apache.kafka.streams.state.ReadOnlyWindowStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.apache.kafka.streams.state.WindowStoreIterator;
import org.jspecify.annotations.Nullable;

/** The part of a query's state that is in this process. Thread-safe. */
final class LocalStore {

    private final QueryRun run;
    private final StoreView view;
    private final Windowing.@Nullable Type windows;
    private final Map<Integer, Object> stores = new ConcurrentHashMap<>();

    LocalStore(QueryRun run, StoreView view) {
        this.run = run;
        this.view = view;
        Windowing windowing = view.windowing();
        this.windows = windowing == null ? null : windowing.type();
    }

    /** Takes what is found; false to get no more. */
    interface Entry {
        boolean accept(Key key, Row value, long timestamp);
    }

    /** What a key has. */
    void get(int partition, Key key, Bounds bounds, Entry found) {
        attempt(partition, () -> {
            switch (windows) {
                case null -> {
                    ValueAndTimestamp<Row> value = this.keyValue(partition).get(key);
                    if (value != null) {
                        found.accept(key, value.value(), value.timestamp());
                    }
                }
                case TUMBLING, HOPPING -> fetch(window(partition), key, bounds, found);
                case SESSION -> sessions(session(partition).fetch(key), bounds, found);
            }
        });
    }

    /** What all keys have. */
    void scan(int partition, Bounds bounds, Entry found) {
        attempt(partition, () -> {
            switch (windows) {
                case null -> all(keyValue(partition), found);
                case TUMBLING, HOPPING -> fetchAll(window(partition), bounds, found);
                case SESSION -> allSessions(session(partition), bounds, found);
            }
        });
    }

    private static void all(ReadOnlyKeyValueStore<Key, ValueAndTimestamp<Row>> store, Entry found) {
        try (KeyValueIterator<Key, ValueAndTimestamp<Row>> entries = store.all()) {
            while (entries.hasNext()) {
                KeyValue<Key, ValueAndTimestamp<Row>> entry = entries.next();
                if (!found.accept(entry.key, entry.value.value(), entry.value.timestamp())) {
                    return;
                }
            }
        }
    }

    private void fetch(ReadOnlyWindowStore<Key, ValueAndTimestamp<Row>> store, Key key, Bounds bounds, Entry found) {
        try (WindowStoreIterator<ValueAndTimestamp<Row>> entries =
                store.fetch(key, instant(bounds.startFrom()), instant(bounds.startTo()))) {
            while (entries.hasNext()) {
                KeyValue<Long, ValueAndTimestamp<Row>> entry = entries.next();
                if (!give(key.row(), entry.key, entry.key + size(), entry.value, bounds, found)) {
                    return;
                }
            }
        }
    }

    private static void fetchAll(ReadOnlyWindowStore<Key, ValueAndTimestamp<Row>> store, Bounds bounds, Entry found) {
        try (KeyValueIterator<Windowed<Key>, ValueAndTimestamp<Row>> entries =
                store.fetchAll(instant(bounds.startFrom()), instant(bounds.startTo()))) {
            while (entries.hasNext()) {
                KeyValue<Windowed<Key>, ValueAndTimestamp<Row>> entry = entries.next();
                Windowed<Key> key = entry.key;
                if (!give(key.key().row(), key.window().start(), key.window().end(), entry.value, bounds, found)) {
                    return;
                }
            }
        }
    }

    private static boolean give(
            Row key, long start, long end, ValueAndTimestamp<Row> value, Bounds bounds, Entry found) {
        return !within(start, end, bounds)
                || found.accept(new Key(key, new Key.Span(start, end)), value.value(), value.timestamp());
    }

    private static boolean within(long start, long end, Bounds bounds) {
        return start >= bounds.startFrom()
                && start <= bounds.startTo()
                && end >= bounds.endFrom()
                && end <= bounds.endTo();
    }

    private long size() {
        Windowing windowing = view.windowing();
        return windowing == null || windowing.size() == null
                ? 0
                : windowing.size().toMillis();
    }

    @SuppressWarnings("NullAway") // Kafka means "from the first" and "to the last" by null
    private static void allSessions(ReadOnlySessionStore<Key, Row> store, Bounds bounds, Entry found) {
        sessions(store.fetch(null, null), bounds, found);
    }

    private static void sessions(KeyValueIterator<Windowed<Key>, Row> sessions, Bounds bounds, Entry found) {
        try (sessions) {
            while (sessions.hasNext()) {
                KeyValue<Windowed<Key>, Row> entry = sessions.next();
                long start = entry.key.window().start();
                long end = entry.key.window().end();
                Key key = new Key(entry.key.key().row(), new Key.Span(start, end));
                // a session store knows no time of rows: the end is that of the last one
                if (within(start, end, bounds) && !found.accept(key, entry.value, end)) {
                    return;
                }
            }
        }
    }

    private static Instant instant(long millis) {
        return Instant.ofEpochMilli(Math.max(0, millis));
    }

    private ReadOnlyKeyValueStore<Key, ValueAndTimestamp<Row>> keyValue(int partition) {
        return store(partition, QueryableStoreTypes.timestampedKeyValueStore());
    }

    private ReadOnlyWindowStore<Key, ValueAndTimestamp<Row>> window(int partition) {
        return store(partition, QueryableStoreTypes.timestampedWindowStore());
    }

    private ReadOnlySessionStore<Key, Row> session(int partition) {
        return store(partition, QueryableStoreTypes.sessionStore());
    }

    @SuppressWarnings("unchecked") // a store has one type for its whole life
    private <T> T store(int partition, QueryableStoreType<T> type) {
        Object known = stores.get(partition);
        if (known == null) {
            known = run.streams()
                    .store(StoreQueryParameters.fromNameAndType(view.store(), type)
                            .withPartition(partition)
                            .enableStaleStores());
            stores.put(partition, known);
        }
        return (T) known;
    }

    /** A store that moved away is forgotten, so that the next read looks it up again; this one asks another copy. */
    private void attempt(int partition, Runnable read) {
        try {
            read.run();
        } catch (InvalidStateStoreException e) {
            stores.remove(partition);
            throw new TransientException(
                    "partition " + partition + " of " + view.table().name() + " is not here now: " + e.getMessage(), e);
        }
    }
}
