package io.millrace.ksql.query;

import io.millrace.core.flow.QueueSettings;
import io.millrace.core.pipeline.Backoff;
import io.millrace.ksql.plan.Origin;
import io.millrace.ksql.plan.QueryPlan;
import io.millrace.ksql.run.QueryContext;
import io.millrace.ksql.run.QueryRun;
import io.millrace.ksql.run.QueryTopology;
import io.millrace.ksql.run.RunSettings;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;

/** Starts push queries. Thread-safe. */
public final class PushQueries {

    private static final String RESET = "auto.offset.reset";

    private final RunSettings settings;
    private final Consumer<QueryRun> remover;

    /**
     * With these settings.
     *
     * @param remover takes away what a query of its own topology left in Kafka
     */
    public PushQueries(RunSettings settings, Consumer<QueryRun> remover) {
        this.settings = settings;
        this.remover = remover;
    }

    /**
     * Starts a query; results after this return are seen. A query that keeps no state reads its source's topic; any
     * other runs a topology of its own, which goes with it.
     *
     * @param properties of the session: {@code auto.offset.reset} says where to begin, {@code latest} when missing
     */
    public PushSource start(QueryPlan plan, QueueSettings queue, QueryContext context, Map<String, String> properties) {
        PushSource target = new PushSource(context.queryId(), plan, queue);
        if (plan.aggregation() == null && plan.origin() instanceof Origin.Source source) {
            target.upstream(
                    TopicFollower.start(plan, source.source(), target, context, client(), earliest(properties)));
        } else {
            target.upstream(topology(plan, target, context, properties));
        }
        return target;
    }

    private AutoCloseable topology(
            QueryPlan plan, PushSource target, QueryContext context, Map<String, String> properties) {
        QueryRun run = QueryRun.start(
                QueryTopology.giving(plan, target, context), context, settings, properties, Backoff.DEFAULT);
        return () -> {
            run.close();
            run.forget();
            remover.accept(run);
        };
    }

    private static boolean earliest(Map<String, String> properties) {
        return properties.entrySet().stream()
                .anyMatch(entry -> RunSettings.name(entry.getKey()).endsWith(RESET)
                        && entry.getValue().equalsIgnoreCase("earliest"));
    }

    private Properties client() {
        Properties client = settings.client();
        client.put("enable.auto.commit", "false");
        return client;
    }
}
