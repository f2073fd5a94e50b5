package io.millrace.ksql.rest;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The queries that are being read, by id, each with how it is ended. Thread-safe. */
final class OpenQueries {

    private final Map<String, Runnable> open = new ConcurrentHashMap<>();

    void add(String id, Runnable end) {
        open.put(id, end);
    }

    void remove(String id) {
        open.remove(id);
    }

    /** Ends a query; false when there is none of that id. */
    boolean end(String id) {
        Runnable end = open.remove(id);
        if (end != null) {
            end.run();
        }
        return end != null;
    }

    void endAll() {
        List.copyOf(open.keySet()).forEach(this::end);
    }
}
