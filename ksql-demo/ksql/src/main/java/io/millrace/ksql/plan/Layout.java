package io.millrace.ksql.plan;

import io.millrace.ksql.type.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What lies where in the array of a row. */
public record Layout(List<Slot> slots) {

    public Layout {
        slots = List.copyOf(slots);
    }

    /**
     * One place of a row.
     *
     * @param source name or alias of the source it comes from; null after an aggregation
     */
    public record Slot(@Nullable String source, String name, SqlType type, Role role) {}

    /** What a place holds. */
    public enum Role {
        KEY,
        VALUE,
        HEADERS,
        /** ROWTIME, ROWPARTITION, ROWOFFSET, WINDOWSTART, WINDOWEND: not part of {@code *}. */
        PSEUDO,
        /** The key of a join: a column only where neither side's column can stand for it. */
        JOIN_KEY
    }

    public int size() {
        return slots.size();
    }
}
