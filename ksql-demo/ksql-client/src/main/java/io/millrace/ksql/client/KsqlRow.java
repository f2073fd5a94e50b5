package io.millrace.ksql.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A row of a result.
 *
 * @param values one for each column
 * @param tombstone whether it says that the row of that key is gone
 */
public record KsqlRow(List<JsonNode> values, boolean tombstone) {

    public KsqlRow {
        values = List.copyOf(values);
    }
}
