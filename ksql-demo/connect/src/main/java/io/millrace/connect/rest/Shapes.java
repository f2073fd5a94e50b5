package io.millrace.connect.rest;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.connect.config.ConfigProblem;
import io.millrace.connect.config.ConnectorConfig;
import io.millrace.connect.config.Definition;
import io.millrace.connect.config.Secrets;
import io.millrace.connect.config.Setting;
import io.millrace.connect.plugin.ConnectorPlugin;
import io.millrace.connect.run.ConnectorView;
import io.millrace.connect.run.TaskStatus;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Answers in Kafka Connect's shapes. */
final class Shapes {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final String worker;
    private final String version;

    /**
     * Shapes.
     *
     * @param worker the id of this worker, {@code connect:8083}
     */
    Shapes(String worker, String version) {
        this.worker = worker;
        this.version = version;
    }

    ObjectNode root(@Nullable String cluster) {
        return NODES.objectNode()
                .put("version", version)
                .put("commit", "millrace")
                .put("kafka_cluster_id", cluster == null ? "" : cluster);
    }

    static ObjectNode error(int code, String message) {
        return NODES.objectNode().put("error_code", code).put("message", message);
    }

    /** A connector; the answer to its making has no tasks yet. */
    ObjectNode info(ConnectorView view, boolean made) {
        ObjectNode info = NODES.objectNode().put("name", view.name());
        info.set("config", config(view));
        ArrayNode tasks = info.putArray("tasks");
        for (TaskStatus task : made ? List.<TaskStatus>of() : view.tasks()) {
            tasks.add(taskId(view, task));
        }
        return info.put("type", type(view));
    }

    ObjectNode config(ConnectorView view) {
        ObjectNode config = NODES.objectNode();
        new TreeMap<>(view.settings()).forEach(config::put);
        return config;
    }

    private static ObjectNode taskId(ConnectorView view, TaskStatus task) {
        return NODES.objectNode().put("connector", view.name()).put("task", task.id());
    }

    private static String type(ConnectorView view) {
        ConnectorPlugin plugin = view.plugin();
        return plugin == null ? "unknown" : plugin.direction().name().toLowerCase(Locale.ROOT);
    }

    ObjectNode status(ConnectorView view) {
        ObjectNode status = NODES.objectNode().put("name", view.name());
        status.set("connector", state(NODES.objectNode(), view.status()));
        ArrayNode tasks = status.putArray("tasks");
        view.tasks().forEach(task -> tasks.add(task(task)));
        return status.put("type", type(view));
    }

    ObjectNode task(TaskStatus task) {
        return state(NODES.objectNode().put("id", task.id()), task);
    }

    private ObjectNode state(ObjectNode in, TaskStatus of) {
        in.put("state", of.state().name()).put("worker_id", worker);
        if (of.trace() != null) {
            in.put("trace", of.trace());
        }
        return in;
    }

    ArrayNode tasks(ConnectorView view) {
        ArrayNode tasks = NODES.arrayNode();
        for (TaskStatus task : view.tasks()) {
            ObjectNode one = tasks.addObject();
            one.set("id", taskId(view, task));
            one.set("config", config(view));
        }
        return tasks;
    }

    static ObjectNode topics(ConnectorView view) {
        ObjectNode answer = NODES.objectNode();
        ArrayNode topics = answer.putObject(view.name()).putArray("topics");
        view.topics().forEach(topics::add);
        return answer;
    }

    ArrayNode plugins(List<ConnectorPlugin> plugins) {
        ArrayNode all = NODES.arrayNode();
        for (ConnectorPlugin plugin : plugins) {
            all.addObject()
                    .put("class", plugin.className())
                    .put("type", plugin.direction().name().toLowerCase(Locale.ROOT))
                    .put("version", version);
        }
        return all;
    }

    static ArrayNode definition(Definition definition) {
        ArrayNode all = NODES.arrayNode();
        int order = 0;
        for (Setting setting : definition.settings()) {
            all.add(definition(setting, order++));
        }
        return all;
    }

    private static ObjectNode definition(Setting setting, int order) {
        ObjectNode one = NODES.objectNode()
                .put("name", setting.name())
                .put("type", setting.type().name())
                .put("required", setting.fallback() == null)
                .put("default_value", setting.secret() ? null : setting.fallback())
                .put("importance", setting.importance().name())
                .put("documentation", setting.documentation())
                .put("group", group(setting))
                .put("width", "MEDIUM")
                .put("display_name", setting.name());
        one.putArray("dependents");
        return one.put("order", order);
    }

    private static String group(Setting setting) {
        int dot = setting.name().indexOf('.');
        String first = dot < 0 ? "common" : setting.name().substring(0, dot);
        return switch (first) {
            case "mqtt", "redis" -> first;
            case "errors" -> "error handling";
            default -> "common";
        };
    }

    /** What is right and wrong with a configuration. */
    static ObjectNode validation(
            ConnectorPlugin plugin, Definition definition, ConnectorConfig config, Definition.Reading reading) {
        ObjectNode answer = NODES.objectNode()
                .put("name", plugin.className())
                .put("error_count", reading.problems().size());
        ArrayNode groups = answer.putArray("groups");
        definition.settings().stream().map(Shapes::group).distinct().forEach(groups::add);
        ArrayNode configs = answer.putArray("configs");
        int order = 0;
        for (Setting setting : definition.settings()) {
            ObjectNode one = configs.addObject();
            one.set("definition", definition(setting, order++));
            one.set(
                    "value",
                    value(setting.name(), config.settings().getOrDefault(setting.name(), setting.fallback()), reading));
        }
        // problems of settings that are not in the definition have a place too
        reading.problems().stream()
                .map(ConfigProblem::setting)
                .distinct()
                .filter(name -> definition.settings().stream()
                        .noneMatch(one -> one.name().equals(name)))
                .forEach(name -> {
                    ObjectNode one = configs.addObject();
                    one.putNull("definition");
                    one.set("value", value(name, config.settings().get(name), reading));
                });
        return answer;
    }

    private static ObjectNode value(String name, @Nullable String value, Definition.Reading reading) {
        ObjectNode told =
                NODES.objectNode().put("name", name).put("value", value == null ? null : Secrets.masked(name, value));
        told.putArray("recommended_values");
        ArrayNode errors = told.putArray("errors");
        reading.problems().stream()
                .filter(problem -> problem.setting().equals(name))
                .forEach(problem -> errors.add(problem.message()));
        return told.put("visible", true);
    }

    static ObjectNode health(@Nullable String notReady) {
        return NODES.objectNode()
                .put("status", notReady == null ? "healthy" : "starting")
                .put("message", notReady == null ? "the worker is ready for requests" : notReady);
    }

    static ArrayNode names(List<String> names) {
        return MAPPER.valueToTree(names);
    }

    /** Connectors by name, each with what was asked for. */
    ObjectNode expanded(Map<String, ConnectorView> views, List<String> parts) {
        ObjectNode all = NODES.objectNode();
        views.forEach((name, view) -> {
            ObjectNode one = all.putObject(name);
            if (parts.contains("status")) {
                one.set("status", status(view));
            }
            if (parts.contains("info")) {
                one.set("info", info(view, false));
            }
        });
        return all;
    }
}
