package io.millrace.ksql.engine;

import io.millrace.ksql.KsqlException;
import io.millrace.ksql.plan.DataSource;
import io.millrace.ksql.plan.Origin;
import io.millrace.ksql.plan.QueryPlan;
import io.millrace.ksql.plan.StatementPlan;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** Makes the topics that a statement needs before it is carried out, so that no process has to. */
final class Preparation {

    private static final String CLEANUP = "cleanup.policy";

    private final Topics topics;
    private final short replicas;

    Preparation(Topics topics, short replicas) {
        this.topics = topics;
        this.replicas = replicas;
    }

    void prepare(StatementPlan plan) {
        switch (plan) {
            case StatementPlan.CreateSource create -> declared(create.source());
            case StatementPlan.CreateQuery create -> written(create.sink(), create.query());
            default -> {
                // needs no topic of its own
            }
        }
    }

    private void declared(DataSource source) {
        DataSource.Topic topic = source.topic();
        if (topic.partitions().isEmpty() && topics.size(topic.name()).isEmpty()) {
            throw KsqlException.of("topic " + topic.name() + " does not exist: make it, or add PARTITIONS to WITH (...)"
                    + " so that it is made");
        }
        topics.ensure(topic.name(), topic.partitions(), replicas(topic), config(source));
    }

    private void written(DataSource sink, QueryPlan query) {
        DataSource.Topic topic = sink.topic();
        OptionalInt partitions = topic.partitions();
        if (partitions.isEmpty() && topics.size(topic.name()).isEmpty()) {
            String first = first(query.origin()).topic().name();
            Topics.Size size = topics.size(first)
                    .orElseThrow(() -> KsqlException.of("topic " + first + ", which the query reads, does not exist"));
            partitions = OptionalInt.of(size.partitions());
        }
        topics.ensure(topic.name(), partitions, replicas(topic), config(sink));
    }

    private static DataSource first(Origin origin) {
        return switch (origin) {
            case Origin.Source source -> source.source();
            case Origin.Join join -> first(join.left());
        };
    }

    private short replicas(DataSource.Topic topic) {
        return topic.replicas().isPresent() ? (short) topic.replicas().getAsInt() : replicas;
    }

    /** A table's topic keeps the last of each key; where keys hold windows, old windows go. */
    private static Map<String, String> config(DataSource source) {
        Map<String, String> config = new HashMap<>();
        Duration retention = source.topic().retention();
        if (retention != null) {
            config.put("retention.ms", Long.toString(retention.toMillis()));
        }
        if (source.isTable()) {
            config.put(CLEANUP, source.windowing() == null ? "compact" : "compact,delete");
        }
        return config;
    }
}
