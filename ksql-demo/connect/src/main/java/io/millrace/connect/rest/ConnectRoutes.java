package io.millrace.connect.rest;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connect.config.ConnectorConfig;
import io.millrace.connect.config.Definition;
import io.millrace.connect.plugin.Cluster;
import io.millrace.connect.plugin.ConnectorPlugin;
import io.millrace.connect.plugin.Plugins;
import io.millrace.connect.run.Configs;
import io.millrace.connect.run.ConnectorView;
import io.millrace.connect.run.Target;
import io.millrace.connect.run.TaskStatus;
import io.millrace.connect.run.Worker;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The paths of Kafka Connect's REST API. */
public final class ConnectRoutes {

    private static final String ONE = "/connectors/:name";

    private final Worker worker;
    private final Configs configs;
    private final Cluster cluster;
    private final Shapes shapes;
    private final Answers answers;

    /**
     * Routes.
     *
     * @param workerId what answers name this worker, {@code connect:8083}
     */
    public ConnectRoutes(Worker worker, Configs configs, Cluster cluster, String workerId, String version) {
        this.worker = worker;
        this.configs = configs;
        this.cluster = cluster;
        this.shapes = new Shapes(workerId, version);
        this.answers = new Answers();
    }

    /** Adds them, with answers for everything else. */
    public void mount(Router router) {
        answers.errors(router);
        on(router, HttpMethod.GET, "/", _ -> Answer.ok(shapes.root(cluster.knownId())));
        on(router, HttpMethod.GET, "/health", _ -> health());
        on(router, HttpMethod.GET, "/connectors", this::list);
        on(router, HttpMethod.POST, "/connectors", this::create);
        on(router, HttpMethod.GET, ONE, context -> Answer.ok(shapes.info(worker.view(name(context)), false)));
        on(router, HttpMethod.DELETE, ONE, context -> {
            worker.delete(name(context));
            return Answer.empty(204);
        });
        on(router, HttpMethod.GET, ONE + "/config", context -> Answer.ok(shapes.config(worker.view(name(context)))));
        on(router, HttpMethod.PUT, ONE + "/config", this::configure);
        on(router, HttpMethod.PATCH, ONE + "/config", this::patch);
        on(router, HttpMethod.GET, ONE + "/status", context -> Answer.ok(shapes.status(worker.status(name(context)))));
        on(router, HttpMethod.GET, ONE + "/topics", context -> Answer.ok(Shapes.topics(worker.view(name(context)))));
        target(router, "/pause", Target.PAUSED, 202);
        target(router, "/resume", Target.STARTED, 202);
        target(router, "/stop", Target.STOPPED, 204);
        on(router, HttpMethod.POST, ONE + "/restart", this::restart);
        on(router, HttpMethod.GET, ONE + "/tasks", context -> Answer.ok(shapes.tasks(worker.view(name(context)))));
        on(router, HttpMethod.GET, ONE + "/tasks/:task/status", this::taskStatus);
        on(router, HttpMethod.POST, ONE + "/tasks/:task/restart", context -> {
            worker.restartTask(name(context), task(context));
            return Answer.empty(204);
        });
        on(router, HttpMethod.GET, "/connector-plugins", _ -> Answer.ok(shapes.plugins(Plugins.all())));
        on(
                router,
                HttpMethod.GET,
                "/connector-plugins/:plugin/config",
                context -> Answer.ok(Shapes.definition(configs.definition(plugin(context)))));
        on(router, HttpMethod.PUT, "/connector-plugins/:plugin/config/validate", this::validate);
    }

    private void target(Router router, String path, Target target, int code) {
        on(router, HttpMethod.PUT, ONE + path, context -> {
            worker.target(name(context), target);
            return Answer.empty(code);
        });
    }

    private void on(Router router, HttpMethod method, String path, Answers.Question question) {
        router.route(method, path).handler(context -> answers.answer(context, question));
    }

    private static String name(RoutingContext context) {
        return param(context, "name");
    }

    private static String param(RoutingContext context, String name) {
        return requireNonNull(context.pathParam(name), "the path has the parameter");
    }

    private static int task(RoutingContext context) {
        String text = param(context, "task");
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException _) {
            throw new InvalidRequestException(Reason.NOT_FOUND, "a task is a number, was '" + text + "'");
        }
    }

    private Answer health() {
        String why = worker.notReady();
        JsonNode body = Shapes.health(why);
        return new Answer(why == null ? 200 : 503, body, Map.of());
    }

    private Answer list(RoutingContext context) {
        List<String> names = worker.names();
        List<String> expand = context.queryParam("expand");
        if (expand.isEmpty()) {
            return Answer.ok(Shapes.names(names));
        }
        for (String part : expand) {
            if (!part.equals("status") && !part.equals("info")) {
                throw new InvalidRequestException(
                        Reason.MALFORMED, "expand must be status or info, was '" + part + "'");
            }
        }
        Map<String, ConnectorView> views = new TreeMap<>();
        names.forEach(name -> views.put(name, worker.view(name)));
        return Answer.ok(shapes.expanded(views, expand));
    }

    private Answer create(RoutingContext context) {
        Body.Made made = Body.connector(Answers.body(context));
        ConnectorView view = worker.create(made.name(), made.settings(), made.target());
        return Answer.created(shapes.info(view, true), location(made.name()));
    }

    private static String location(String name) {
        return "/connectors/"
                + name.replace("%", "%25")
                        .replace(" ", "%20")
                        .replace("?", "%3F")
                        .replace("#", "%23");
    }

    private Answer configure(RoutingContext context) {
        String name = name(context);
        Map<String, String> settings = Body.settings(Answers.body(context));
        String other = settings.get(ConnectorConfig.NAME);
        if (other != null && !other.equals(name)) {
            throw new InvalidRequestException(
                    Reason.MALFORMED,
                    "Connector name configuration (" + other + ") doesn't match connector name in the URL (" + name
                            + ")");
        }
        boolean made = worker.configure(name, settings);
        JsonNode info = shapes.info(worker.view(name), made);
        return made ? Answer.created(info, location(name)) : Answer.ok(info);
    }

    private Answer patch(RoutingContext context) {
        worker.patch(name(context), Body.changes(Answers.body(context)));
        return Answer.ok(shapes.info(worker.view(name(context)), false));
    }

    private Answer restart(RoutingContext context) {
        boolean includeTasks = Boolean.parseBoolean(context.request().getParam("includeTasks", "false"));
        boolean onlyFailed = Boolean.parseBoolean(context.request().getParam("onlyFailed", "false"));
        ConnectorView view = worker.restart(name(context), includeTasks, onlyFailed);
        return includeTasks || onlyFailed ? new Answer(202, shapes.status(view), Map.of()) : Answer.empty(204);
    }

    private Answer taskStatus(RoutingContext context) {
        ConnectorView view = worker.status(name(context));
        int id = task(context);
        TaskStatus found = view.tasks().stream()
                .filter(task -> task.id() == id)
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException(
                        Reason.NOT_FOUND, "No status found for task " + view.name() + "-" + id));
        return Answer.ok(shapes.task(found));
    }

    private static ConnectorPlugin plugin(RoutingContext context) {
        String name = param(context, "plugin");
        ConnectorPlugin plugin = Plugins.find(name);
        if (plugin == null) {
            throw new InvalidRequestException(
                    Reason.NOT_FOUND, "Unknown plugin " + name + ", available are: " + Plugins.names());
        }
        return plugin;
    }

    private Answer validate(RoutingContext context) {
        ConnectorPlugin plugin = plugin(context);
        Map<String, String> settings = new TreeMap<>(Body.settings(Answers.body(context)));
        String named = settings.get(ConnectorConfig.CLASS);
        if (named != null && !plugin.equals(Plugins.find(named))) {
            throw new InvalidRequestException(
                    Reason.MALFORMED,
                    "connector.class is " + named + ", and the request asks about " + plugin.className());
        }
        String name = settings.getOrDefault(ConnectorConfig.NAME, "");
        ConnectorConfig config = new ConnectorConfig(name, settings, null);
        Definition.Reading reading = configs.read(config, plugin);
        return Answer.ok(Shapes.validation(plugin, configs.definition(plugin), config, reading));
    }
}
