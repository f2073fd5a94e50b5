package io.millrace.ksql.engine;

import io.millrace.ksql.plan.DataSource;
import io.millrace.ksql.run.QueryState;
import java.util.Set;

/**
 * A running query, for people and programs.
 *
 * @param sink what it writes
 * @param reads names of what it reads
 * @param state in this process
 */
public record QueryInfo(String id, String statement, DataSource sink, Set<String> reads, QueryState state) {

    public QueryInfo {
        reads = Set.copyOf(reads);
    }
}
