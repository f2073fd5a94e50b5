package io.millrace.core.flow;

import io.millrace.core.Record;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;

/**
 * The order in which records wait.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
sealed interface RecordQueue<T> {

    /** Whether adding it would not make the queue longer. */
    boolean replaces(Record<T> record);

    /** Appends; true when it replaced an older record. */
    boolean add(Record<T> record);

    /** Takes the oldest; there is one. */
    Record<T> remove();

    void clear();

    int size();

    /** All of them, first in, first out. */
    record InOrder<T>(ArrayDeque<Record<T>> records) implements RecordQueue<T> {

        InOrder() {
            this(new ArrayDeque<>());
        }

        @Override
        public boolean replaces(Record<T> record) {
            return false;
        }

        @Override
        public boolean add(Record<T> record) {
            records.addLast(record);
            return false;
        }

        @Override
        public Record<T> remove() {
            return records.removeFirst();
        }

        @Override
        public void clear() {
            records.clear();
        }

        @Override
        public int size() {
            return records.size();
        }
    }

    /** One of each key, in the order of their last update; without a key each is on its own. */
    record LatestByKey<T>(LinkedHashMap<Object, Record<T>> records) implements RecordQueue<T> {

        LatestByKey() {
            this(new LinkedHashMap<>());
        }

        @Override
        public boolean replaces(Record<T> record) {
            String key = record.key();
            return key != null && records.containsKey(key);
        }

        @Override
        public boolean add(Record<T> record) {
            String key = record.key();
            return records.putLast(key == null ? new Object() : key, record) != null;
        }

        @Override
        public Record<T> remove() {
            return records.pollFirstEntry().getValue();
        }

        @Override
        public void clear() {
            records.clear();
        }

        @Override
        public int size() {
            return records.size();
        }
    }
}
