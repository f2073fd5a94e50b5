package io.millrace.sql.bind;

import io.millrace.sql.parse.Query;
import io.millrace.sql.plan.Catalog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a query can see around it.
 *
 * @param table true when every stream is read as it is stored now: within {@code table(...)} and query_mode='table'
 * @param depth queries and views around it
 */
record Environment(Catalog catalog, Map<String, NamedQuery> ctes, QuerySettings settings, boolean table, int depth) {

    /** A query of WITH and what it can see: those before it. */
    record NamedQuery(Query query, Environment environment) {}

    static Environment of(Catalog catalog) {
        return new Environment(catalog, Map.of(), QuerySettings.DEFAULT, false, 0);
    }

    Environment within(Query query) {
        QuerySettings merged = settings.with(query.settings());
        Environment result = new Environment(catalog, ctes, merged, table || merged.table(), depth + 1);
        for (Query.Cte cte : query.ctes()) {
            Map<String, NamedQuery> more = new HashMap<>(result.ctes);
            more.put(cte.name(), new NamedQuery(cte.query(), result));
            result = new Environment(catalog, more, merged, result.table, result.depth);
        }
        return result;
    }

    /** As seen from within a view: no CTEs, the same settings. */
    Environment ofView() {
        return new Environment(catalog, Map.of(), settings, table, depth + 1);
    }

    /** The same names, seen where the reader wants tables and has its own settings. */
    Environment readBy(Environment reader) {
        return new Environment(catalog, ctes, reader.settings, table || reader.table, Math.max(depth, reader.depth));
    }

    Environment asTable() {
        return new Environment(catalog, ctes, settings, true, depth);
    }

    List<String> names() {
        List<String> names = new java.util.ArrayList<>(catalog.names());
        names.addAll(ctes.keySet());
        return names;
    }
}
