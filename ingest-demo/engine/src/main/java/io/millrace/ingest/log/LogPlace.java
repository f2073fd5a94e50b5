package io.millrace.ingest.log;

import java.util.List;

/** Where rows from an offset on are. */
sealed interface LogPlace {

    /** In memory; the first has that offset. */
    record InMemory(List<LogEntry> rows) implements LogPlace {}

    /**
     * In a file.
     *
     * @param from offset to begin at: the one asked for, or a later one when those between were dropped
     * @param to offset to end before
     */
    record InFile(Segment segment, long from, long to) implements LogPlace {}

    /** Nowhere yet: rows come from that offset on, which may be a later one when those between were dropped. */
    record Ahead(long end) implements LogPlace {}
}
