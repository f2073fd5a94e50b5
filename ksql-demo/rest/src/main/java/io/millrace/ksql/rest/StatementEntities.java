package io.millrace.ksql.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.ksql.ast.Statement;
import io.millrace.ksql.engine.QueryInfo;
import io.millrace.ksql.engine.StatementResult;
import io.millrace.ksql.function.Functions;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Results of statements in ksqlDB's forms, each told apart by {@code @type}. */
final class StatementEntities {

    private static final Pattern QUERY_ID = Pattern.compile("^Created query with ID (\\S+)$");

    private final DescriptionJson descriptions;

    StatementEntities(DescriptionJson descriptions) {
        this.descriptions = descriptions;
    }

    /** The entity of a result; null for statements that ksqlDB answers with none. */
    @Nullable
    ObjectNode of(StatementResult result, Statement statement) {
        return switch (result) {
            case StatementResult.Executed executed -> executed(executed);
            case StatementResult.Done done -> done(done, statement);
            case StatementResult.Sources sources -> sources(sources);
            case StatementResult.Queries queries -> queries(queries);
            case StatementResult.TopicList topics -> topics(topics);
            case StatementResult.Properties properties -> properties(properties);
            case StatementResult.FunctionNames functions -> functions(functions);
            case StatementResult.FunctionForms function -> function(function);
            case StatementResult.Types types -> types(types);
            case StatementResult.Variables variables -> variables(variables);
            case StatementResult.Described described -> {
                ObjectNode entity = entity("sourceDescription", result);
                entity.set("sourceDescription", descriptions.source(described.description(), described.extended()));
                yield entity;
            }
            case StatementResult.Explained explained -> {
                ObjectNode entity = entity("queryDescription", result);
                entity.set("queryDescription", descriptions.explained(explained));
                yield entity;
            }
        };
    }

    private static ObjectNode entity(String type, StatementResult result) {
        ObjectNode entity = Json.object().put("@type", type).put("statementText", result.statement());
        entity.putArray("warnings");
        return entity;
    }

    private static ObjectNode executed(StatementResult.Executed executed) {
        ObjectNode entity = entity("currentStatus", executed).put("commandId", executed.commandId());
        entity.set("commandStatus", status(executed));
        return entity.put("commandSequenceNumber", executed.sequence());
    }

    /** What {@code /status} tells of a command that was carried out. */
    static ObjectNode status(StatementResult.Executed executed) {
        Matcher created = QUERY_ID.matcher(executed.message());
        return Json.object()
                .put("status", "SUCCESS")
                .put("message", executed.message())
                .put("queryId", created.matches() ? created.group(1) : null);
    }

    private static @Nullable ObjectNode done(StatementResult.Done done, Statement statement) {
        return switch (statement) {
            case Statement.SetProperty _,
                    Statement.UnsetProperty _,
                    Statement.Define _,
                    Statement.Undefine _,
                    Statement.InsertValues _ -> null;
            case Statement.AssertTopic check ->
                entity("assert_topic", done).put("topicName", check.topic()).put("exists", check.exists());
            default -> entity("warning_entity", done).put("message", done.message());
        };
    }

    private ObjectNode sources(StatementResult.Sources sources) {
        if (sources.extended()) {
            ObjectNode entity = entity("source_descriptions", sources);
            ArrayNode all = entity.putArray("sourceDescriptions");
            sources.sources().forEach(source -> all.add(descriptions.source(source, true)));
            return entity;
        }
        String type = sources.kind() == Statement.Kind.STREAM ? "streams" : "tables";
        ObjectNode entity = entity(type, sources);
        ArrayNode all = entity.putArray(type);
        sources.sources().forEach(source -> all.add(DescriptionJson.listed(source.source())));
        return entity;
    }

    private static ObjectNode queries(StatementResult.Queries queries) {
        ObjectNode entity = entity("queries", queries);
        ArrayNode all = entity.putArray("queries");
        for (QueryInfo query : queries.queries()) {
            all.add(DescriptionJson.running(query));
        }
        return entity;
    }

    private static ObjectNode topics(StatementResult.TopicList topics) {
        ObjectNode entity = entity("kafka_topics", topics);
        ArrayNode all = entity.putArray("topics");
        for (StatementResult.TopicInfo topic : topics.topics()) {
            ArrayNode replicas = all.addObject().put("name", topic.name()).putArray("replicaInfo");
            for (int i = 0; i < topic.partitions(); i++) {
                replicas.add(topic.replicas());
            }
        }
        return entity;
    }

    private static ObjectNode properties(StatementResult.Properties properties) {
        ObjectNode entity = entity("properties", properties);
        ArrayNode all = entity.putArray("properties");
        properties.properties().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(property -> all.addObject()
                        .put("name", property.getKey())
                        .put("scope", property.getKey().startsWith("ksql.") ? "KSQL" : "KAFKA STREAMS")
                        .put("value", property.getValue())
                        .put("editable", RequestProperties.allowed(property.getKey())));
        entity.putArray("overwrittenProperties");
        entity.putArray("defaultProperties");
        return entity;
    }

    private static ObjectNode functions(StatementResult.FunctionNames functions) {
        ObjectNode entity = entity("function_names", functions);
        ArrayNode all = entity.putArray("functions");
        for (String name : functions.names()) {
            all.addObject().put("name", name).put("type", kind(name)).put("category", "");
        }
        return entity;
    }

    private static String kind(String function) {
        if (Functions.STANDARD.isAggregate(function)) {
            return "AGGREGATE";
        }
        return Functions.STANDARD.isTable(function) ? "TABLE" : "SCALAR";
    }

    private static ObjectNode function(StatementResult.FunctionForms function) {
        ObjectNode entity = entity("describe_function", function)
                .put("name", function.name())
                .put("description", String.join("\n", function.forms()))
                .put("author", "")
                .put("version", "")
                .put("path", "internal")
                .put("type", kind(function.name()));
        entity.set("functions", forms(function.forms()));
        return entity;
    }

    /** From {@code SPLIT(STRING, STRING)} to its arguments; what it gives depends on them. */
    private static ArrayNode forms(List<String> forms) {
        ArrayNode all = Json.array();
        for (String form : forms) {
            ObjectNode one = all.addObject().put("description", form).put("returnType", "");
            one.putArray("arguments");
        }
        return all;
    }

    private static ObjectNode types(StatementResult.Types types) {
        ObjectNode entity = entity("type_list", types);
        ObjectNode all = entity.putObject("types");
        types.types().forEach((name, type) -> all.set(name, SchemaJson.type(type)));
        return entity;
    }

    private static ObjectNode variables(StatementResult.Variables variables) {
        ObjectNode entity = entity("variables", variables);
        ArrayNode all = entity.putArray("variables");
        variables
                .variables()
                .forEach((name, value) -> all.addObject().put("name", name).put("value", value));
        return entity;
    }
}
