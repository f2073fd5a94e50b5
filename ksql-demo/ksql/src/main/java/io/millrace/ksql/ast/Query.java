package io.millrace.ksql.ast;

import io.millrace.sql.parse.Position;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A SELECT.
 *
 * @param groupBy empty without GROUP BY
 * @param partitionBy empty without PARTITION BY
 */
public record Query(
        List<SelectItem> items,
        Relation from,
        @Nullable WindowClause window,
        @Nullable Expression where,
        List<Expression> groupBy,
        List<Expression> partitionBy,
        @Nullable Expression having,
        Emit emit,
        OptionalInt limit,
        Position position) {

    public Query {
        items = List.copyOf(items);
        groupBy = List.copyOf(groupBy);
        partitionBy = List.copyOf(partitionBy);
    }

    /** When results are given. */
    public enum Emit {
        /** Not said: once, from a table's present state. */
        NONE,
        /** Each change. */
        CHANGES,
        /** One result per window, when it is closed. */
        FINAL
    }
}
