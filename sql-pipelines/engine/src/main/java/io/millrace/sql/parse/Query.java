package io.millrace.sql.parse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A SELECT as written.
 *
 * @param unions further queries whose rows follow, by UNION [ALL]
 */
public record Query(
        List<Cte> ctes,
        boolean distinct,
        List<SelectItem> items,
        @Nullable Source from,
        @Nullable Expression where,
        List<Expression> partitionBy,
        List<Expression> groupBy,
        @Nullable Expression having,
        List<OrderItem> orderBy,
        @Nullable LimitBy limitBy,
        @Nullable Expression limit,
        @Nullable Expression offset,
        @Nullable EmitClause emit,
        List<Setting> settings,
        List<Query> unions,
        Position position) {

    public Query {
        ctes = List.copyOf(ctes);
        items = List.copyOf(items);
        partitionBy = List.copyOf(partitionBy);
        groupBy = List.copyOf(groupBy);
        orderBy = List.copyOf(orderBy);
        settings = List.copyOf(settings);
        unions = List.copyOf(unions);
    }

    /** The same query with other settings. */
    public Query withSettings(List<Setting> settings) {
        return new Query(
                ctes,
                distinct,
                items,
                from,
                where,
                partitionBy,
                groupBy,
                having,
                orderBy,
                limitBy,
                limit,
                offset,
                emit,
                settings,
                unions,
                position);
    }

    /** {@code name AS (SELECT ...)}. */
    public record Cte(String name, Query query, Position position) {}

    /** An element of the SELECT list. */
    public record SelectItem(
            Expression expression, @Nullable String alias) {}

    /** An element of ORDER BY. */
    public record OrderItem(Expression expression, boolean ascending, boolean nullsFirst) {}

    /** {@code LIMIT 2 BY a, b}. */
    public record LimitBy(Expression limit, @Nullable Expression offset, List<Expression> keys) {
        public LimitBy {
            keys = List.copyOf(keys);
        }
    }

    /**
     * {@code name = value}.
     *
     * @param value numbers and strings alike, without quotes
     */
    public record Setting(String name, String value, Position position) {}
}
