package io.millrace.ksql.run;

import io.millrace.ksql.plan.DataSource;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;

/**
 * A query ready to run.
 *
 * @param view the table that it keeps; null when there is none to look into
 */
public record QueryTopology(Topology topology, @Nullable StoreView view) {

    /**
     * Of a query that writes into a stream or table.
     *
     * @throws io.millrace.ksql.KsqlException when it cannot run
     */
    public static QueryTopology writing(io.millrace.ksql.plan.QueryPlan plan, DataSource sink, QueryContext context) {
        return new TopologyBuilder(plan, context).writing(sink);
    }

    /**
     * Of a query whose results a program takes.
     *
     * @param taker gets each result on a thread of Kafka Streams, which waits for it
     */
    public static QueryTopology giving(io.millrace.ksql.plan.QueryPlan plan, ResultTaker taker, QueryContext context) {
        return new TopologyBuilder(plan, context).giving(taker);
    }

    /** Of a table that is only kept, as its topic has it. */
    public static QueryTopology keeping(DataSource table, QueryContext context) {
        return TopologyBuilder.keeping(table, context);
    }
}
