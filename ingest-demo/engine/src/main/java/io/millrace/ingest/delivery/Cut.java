package io.millrace.ingest.delivery;

import java.util.Set;

/**
 * A batch that is under way: it begins where the sink stands.
 *
 * @param to offset of the log behind its last row
 * @param count rows of it, at least 1
 * @param types what the rows were chosen by; empty for all rows
 */
record Cut(long to, int count, Set<String> types) {

    Cut {
        types = Set.copyOf(types);
    }
}
