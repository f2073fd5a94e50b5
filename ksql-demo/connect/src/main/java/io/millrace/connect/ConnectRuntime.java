package io.millrace.connect;

import io.millrace.connect.convert.Converters;
import io.millrace.connect.plugin.Cluster;
import io.millrace.connect.rest.Callers;
import io.millrace.connect.rest.ConnectRoutes;
import io.millrace.connect.run.ConfigStore;
import io.millrace.connect.run.Configs;
import io.millrace.connect.run.State;
import io.millrace.connect.run.TopicStore;
import io.millrace.connect.run.Worker;
import io.millrace.core.failure.FatalException;
import io.millrace.core.net.HostPort;
import io.millrace.core.pipeline.PipelineListener;
import io.millrace.core.time.Ticker;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.BindException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connectors that run in this process, and Kafka Connect's REST API over them.
 *
 * <p><b>Threading:</b> thread-safe.
 */
public final class ConnectRuntime implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ConnectRuntime.class);
    private static final int LARGEST_BODY = 1 << 20;
    private static final int IDLE_SECONDS = 60;
    private static final long PATIENCE_SECONDS = 10;
    private static final String VERSION = "4.1.1-millrace";

    private final Worker worker;
    private final HttpServer server;

    private ConnectRuntime(Worker worker, HttpServer server) {
        this.worker = worker;
        this.server = server;
    }

    /**
     * Starts it and returns when requests are answered. Connectors start when Kafka answers.
     *
     * @param listener hears of the pipelines of all tasks
     * @param forget told the name of a pipeline that will not come back
     * @throws io.millrace.connect.config.ConfigException when files of connectors are wrong, with all that is
     * @throws FatalException when the API cannot listen
     */
    public static ConnectRuntime start(
            ConnectSettings settings, Vertx vertx, Ticker ticker, PipelineListener listener, Consumer<String> forget) {
        Configs configs = new Configs(settings.common(), settings.references());
        List<Configs.Checked> fromFiles = configs.files(settings.files());
        Cluster cluster = new Cluster(settings.kafka());
        String topic = settings.configTopic();
        ConfigStore store = topic == null ? ConfigStore.inMemory() : new TopicStore(cluster, topic, ticker);
        Converters converters = new Converters(settings.schemaRegistry());
        Worker worker = Worker.start(
                new Worker.Parts(
                        configs,
                        store,
                        cluster,
                        converters,
                        settings.backoff(),
                        ticker,
                        listener,
                        forget,
                        settings.fileFolder()),
                fromFiles);
        try {
            return new ConnectRuntime(worker, listen(settings, vertx, worker, configs, cluster));
        } catch (FatalException e) {
            worker.close();
            throw e;
        }
    }

    private static HttpServer listen(
            ConnectSettings settings, Vertx vertx, Worker worker, Configs configs, Cluster cluster) {
        Router router = Router.router(vertx);
        router.route().handler(new Callers(settings.token())::check);
        router.route().handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY));
        HttpServerOptions options = new HttpServerOptions().setIdleTimeout(IDLE_SECONDS);
        HttpServer listening =
                bound(vertx.createHttpServer(options).requestHandler(router), settings.port(), settings.host());
        if (listening == null) {
            log.warn("Connect's REST API has moved to another port: {} is taken", settings.port());
            listening = bound(vertx.createHttpServer(options).requestHandler(router), 0, settings.host());
        }
        if (listening == null) {
            throw new FatalException("Connect's REST API cannot listen on " + settings.host());
        }
        String id = new HostPort(settings.host(), listening.actualPort()).toString();
        new ConnectRoutes(worker, configs, cluster, id, VERSION).mount(router);
        log.info("Connect's REST API listens, address=http://{}", id);
        return listening;
    }

    /** Null when the port is taken. */
    private static @Nullable HttpServer bound(HttpServer server, int port, String host) {
        try {
            return server.listen(port, host)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BindException && port != 0) {
                return null;
            }
            throw new FatalException(
                    "Connect's REST API cannot listen on " + host + ":" + port + ": " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new FatalException("Connect's REST API cannot listen on " + host + ":" + port + " in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FatalException("interrupted while Connect's REST API began to listen", e);
        }
    }

    /** The port of the REST API. */
    public int port() {
        return server.actualPort();
    }

    /** Connectors that there are. */
    public int connectors() {
        return worker.size();
    }

    /** Tasks in a state. */
    public long tasks(State state) {
        return worker.tasks().stream().filter(task -> task.state() == state).count();
    }

    /** How often a task has started again because it had failed. */
    public long restarts() {
        return worker.restarts();
    }

    /** How it is doing: {@code running}, or what is wrong. */
    public String state() {
        String why = worker.notReady();
        if (why != null) {
            return "starting: " + why;
        }
        long failed = tasks(State.FAILED);
        return failed == 0 ? "running" : failed + " tasks failed";
    }

    /** Answers no more, and ends all tasks, each with its batch in flight stored. Idempotent. */
    @Override
    public void close() {
        try {
            server.close().toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.debug("the server did not close", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        worker.close();
    }
}
