package io.millrace.connector.duckdb;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a query found.
 *
 * @param columns names in order
 * @param rows values in the order of the columns: {@link Long}, {@link java.math.BigInteger}, {@link Double} (finite),
 *     {@link java.math.BigDecimal}, {@link Boolean}, {@link String} for all else, times in ISO 8601 and UTC, and null
 * @param complete false when there were more rows than may be given
 */
public record DuckDbRows(List<String> columns, List<List<@Nullable Object>> rows, boolean complete) {

    public DuckDbRows {
        columns = List.copyOf(columns);
        List<List<@Nullable Object>> copies = new ArrayList<>(rows.size());
        for (List<@Nullable Object> row : rows) {
            List<@Nullable Object> copy = new ArrayList<>(row);
            copies.add(Collections.unmodifiableList(copy));
        }
        rows = Collections.unmodifiableList(copies);
    }
}
