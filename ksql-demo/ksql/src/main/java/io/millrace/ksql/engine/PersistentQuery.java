package io.millrace.ksql.engine;

import io.millrace.ksql.plan.DataSource;
import io.millrace.ksql.plan.Origin;
import io.millrace.ksql.plan.QueryPlan;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A query that runs until it is terminated.
 *
 * @param id such as {@code CTAS_BUS_CURRENT_5}: what made it, what it writes, the place of its command in the log
 * @param statement its text
 * @param plan null for a SOURCE TABLE, which is only kept
 * @param sink what it writes, or keeps
 * @param inserts whether the sink was there before
 * @param properties of the session that made it
 */
record PersistentQuery(
        String id,
        String statement,
        @Nullable QueryPlan plan,
        DataSource sink,
        boolean inserts,
        Map<String, String> properties) {

    PersistentQuery {
        properties = Map.copyOf(properties);
    }

    /** Names of the streams and tables that it reads. */
    Set<String> reads() {
        Set<String> names = new TreeSet<>();
        if (plan == null) {
            names.add(sink.name());
        } else {
            collect(plan.origin(), names);
        }
        return names;
    }

    private static void collect(Origin origin, Set<String> names) {
        switch (origin) {
            case Origin.Source source -> names.add(source.source().name());
            case Origin.Join join -> {
                collect(join.left(), names);
                collect(join.right(), names);
            }
        }
    }

    /** Whether it belongs to that stream or table, and goes with it. */
    boolean belongsTo(String name) {
        return !inserts && sink.name().equals(name);
    }
}
