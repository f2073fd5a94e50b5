package io.millrace.ksql.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.ksql.engine.QueryInfo;
import io.millrace.ksql.engine.StatementResult;
import io.millrace.ksql.plan.DataSource;
import io.millrace.ksql.run.QueryState;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Streams, tables and queries in the forms of DESCRIBE, EXPLAIN and the lists. */
final class DescriptionJson {

    private final String host;
    private final Function<String, StatementResult.@Nullable TopicInfo> topics;

    /**
     * For a server.
     *
     * @param host {@code host:port} of this process
     * @param topics what the cluster knows of a topic, null for one that it does not know
     */
    DescriptionJson(String host, Function<String, StatementResult.@Nullable TopicInfo> topics) {
        this.host = host;
        this.topics = topics;
    }

    /** An entry of SHOW STREAMS or SHOW TABLES. */
    static ObjectNode listed(DataSource source) {
        return Json.object()
                .put("type", source.kind().name())
                .put("name", source.name())
                .put("topic", source.topic().name())
                .put("keyFormat", source.keyFormat().kind().name())
                .put("valueFormat", source.valueFormat().kind().name())
                .put("format", source.valueFormat().kind().name())
                .put("isWindowed", source.windowing() != null);
    }

    /** An entry of SHOW QUERIES. */
    static ObjectNode running(QueryInfo query) {
        String state = state(query.state());
        ObjectNode entry = Json.object()
                .put("queryString", query.statement())
                .put("id", query.id())
                .put("queryType", "PERSISTENT")
                .put("state", state);
        entry.putArray("sinks").add(query.sink().name());
        entry.putArray("sinkKafkaTopics").add(query.sink().topic().name());
        entry.putObject("statusCount").put(state, 1);
        return entry;
    }

    /** In ksqlDB's words: one that starts or will begin again is not in error. */
    private static String state(QueryState state) {
        return switch (state.status()) {
            case STARTING, RUNNING -> "RUNNING";
            case BACKING_OFF -> "UNRESPONSIVE";
            case STOPPED -> "PAUSED";
            case FAILED -> "ERROR";
        };
    }

    ObjectNode source(StatementResult.Description description, boolean extended) {
        DataSource source = description.source();
        DataSource.Windowing windowing = source.windowing();
        DataSource.Timestamp timestamp = source.timestamp();
        ObjectNode node = Json.object()
                .put("name", source.name())
                .put("windowType", windowing == null ? null : windowing.type().name());
        node.set("readQueries", running(description.readers()));
        node.set("writeQueries", running(description.writers()));
        node.set("fields", SchemaJson.fields(source.schema().columns()));
        node.put("type", source.kind().name())
                .put("timestamp", timestamp == null ? "" : timestamp.column())
                .put("statistics", "")
                .put("errorStats", "")
                .put("extended", extended)
                .put("keyFormat", source.keyFormat().kind().name())
                .put("valueFormat", source.valueFormat().kind().name())
                .put("topic", source.topic().name());
        StatementResult.TopicInfo topic = extended ? topics.apply(source.topic().name()) : null;
        node.put("partitions", topic == null ? 0 : topic.partitions())
                .put("replication", topic == null ? 0 : topic.replicas())
                .put("statement", source.statement());
        node.putArray("queryOffsetSummaries");
        node.putArray("sourceConstraints");
        return node;
    }

    private static ArrayNode running(List<QueryInfo> queries) {
        ArrayNode all = Json.array();
        queries.forEach(query -> all.add(running(query)));
        return all;
    }

    ObjectNode explained(StatementResult.Explained explained) {
        QueryInfo query = explained.query();
        ObjectNode node = Json.object()
                .put("id", query == null ? "" : query.id())
                .put("statementText", query == null ? explained.statement() : query.statement())
                .putNull("windowType");
        node.set(
                "fields",
                query == null
                        ? Json.array()
                        : SchemaJson.fields(query.sink().schema().columns()));
        ArrayNode sources = node.putArray("sources");
        ArrayNode sinks = node.putArray("sinks");
        ObjectNode states = Json.object();
        if (query != null) {
            query.reads().stream().sorted().forEach(sources::add);
            sinks.add(query.sink().name());
            states.put(host, state(query.state()));
        }
        node.put("topology", explained.topology()).put("executionPlan", explained.topology());
        node.putObject("overriddenProperties");
        node.set("ksqlHostQueryStatus", states);
        return node.put("state", query == null ? null : state(query.state()));
    }
}
