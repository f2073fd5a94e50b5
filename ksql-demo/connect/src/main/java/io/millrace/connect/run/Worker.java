package io.millrace.connect.run;

import io.millrace.connect.config.ConfigException;
import io.millrace.connect.config.ConnectorConfig;
import io.millrace.connect.config.Secrets;
import io.millrace.connect.convert.Converters;
import io.millrace.connect.plugin.Cluster;
import io.millrace.connect.plugin.TaskContext;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.pipeline.Backoff;
import io.millrace.core.pipeline.PipelineListener;
import io.millrace.core.time.Ticker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs connectors: those of files, which only files change, and those that came by request and are held in a store.
 *
 * <p><b>Threading:</b> thread-safe; changes are made one after the other and block until they are done, at most about
 * 15 s for a connector that ends.
 */
public final class Worker implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Worker.class);
    private static final int MOST = 100;

    /**
     * What a worker works with.
     *
     * @param files the folder that file connectors may touch; null when they are not offered
     * @param listener hears of all pipelines
     * @param forget told the name of a pipeline that will not come back
     */
    public record Parts(
            Configs configs,
            ConfigStore store,
            Cluster cluster,
            Converters converters,
            Backoff backoff,
            Ticker ticker,
            PipelineListener listener,
            Consumer<String> forget,
            @Nullable Path files) {}

    private final Parts parts;
    private final List<Configs.Checked> fromFiles;
    private final Map<String, RunningConnector> connectors = new ConcurrentSkipListMap<>();
    private final AtomicLong restarts = new AtomicLong();
    private final ReentrantLock changing = new ReentrantLock();
    private final Thread loading;
    private volatile @Nullable String notReady = "the connectors are being read";
    private volatile boolean closed;

    private Worker(Parts parts, List<Configs.Checked> fromFiles) {
        this.parts = parts;
        this.fromFiles = List.copyOf(fromFiles);
        this.loading = Thread.ofVirtual().name("connect-load").unstarted(this::load);
    }

    /** Begins, and returns at once; connectors start when the store has been read, however long that takes. */
    public static Worker start(Parts parts, List<Configs.Checked> fromFiles) {
        Worker worker = new Worker(parts, fromFiles);
        worker.loading.start();
        return worker;
    }

    private void load() {
        for (int attempt = 1; !closed; attempt++) {
            try {
                ConfigStore.Held held = parts.store().load();
                changing.lock();
                try {
                    startAll(held);
                } finally {
                    changing.unlock();
                }
                return;
            } catch (StreamException e) {
                notReady = e.reason();
                log.warn("connectors cannot be read yet, attempt={} cause={}", attempt, e.reason());
            }
            try {
                parts.ticker().sleep(parts.backoff().delay(attempt, ThreadLocalRandom.current()));
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private void startAll(ConfigStore.Held held) {
        for (Configs.Checked file : fromFiles) {
            Target target = held.targets().getOrDefault(file.config().name(), Target.STARTED);
            begin(file, target);
        }
        held.connectors().forEach((name, settings) -> {
            if (connectors.containsKey(name)) {
                log.warn("connector {} of a file takes the place of the one that came by request", name);
                return;
            }
            ConnectorConfig config = new ConnectorConfig(name, settings, null);
            Target target = held.targets().getOrDefault(name, Target.STARTED);
            try {
                begin(parts.configs().checked(config), target);
            } catch (ConfigException e) {
                log.error("connector {} cannot start: {}", name, e.reason());
                connectors.put(name, new RunningConnector(config, null, null, target, e.reason(), List.of(), 0));
            }
        });
        cluster();
        notReady = null;
    }

    private void cluster() {
        try {
            parts.cluster().id();
        } catch (StreamException e) {
            log.debug("Kafka does not tell its id yet", e);
        }
    }

    private void begin(Configs.Checked checked, Target target) {
        String name = checked.config().name();
        checked.reading().words().forEach(word -> log.warn("connector {}: {}", name, word));
        int count = checked.plugin().tasks(checked.reading().values());
        List<ConnectorTask> tasks = new ArrayList<>();
        for (int id = 0; target == Target.STARTED && id < count; id++) {
            tasks.add(task(checked, id, count));
        }
        RunningConnector before = connectors.put(
                name,
                new RunningConnector(
                        checked.config(), checked.plugin(), checked.reading().values(), target, null, tasks, count));
        if (before != null) {
            end(before);
        }
        tasks.forEach(ConnectorTask::start);
        log.info("connector {} {}, tasks={}", name, target, tasks.size());
    }

    private ConnectorTask task(Configs.Checked checked, int id, int count) {
        String name = checked.config().name();
        TaskContext context = new TaskContext(
                name,
                id,
                count,
                checked.reading().values(),
                parts.converters(),
                parts.cluster(),
                parts.backoff(),
                parts.ticker(),
                parts.files());
        return new ConnectorTask(
                name,
                id,
                () -> checked.plugin().pipeline(context),
                parts.backoff(),
                parts.ticker(),
                parts.listener(),
                restarts);
    }

    private void end(RunningConnector connector) {
        connector.close();
        connector
                .tasks()
                .forEach(task -> parts.forget()
                        .accept(TaskContext.pipelineName(connector.config().name(), task.id())));
    }

    /** The names of all. */
    public List<String> names() {
        ready();
        return List.copyOf(connectors.keySet());
    }

    /**
     * How a connector is.
     *
     * @throws InvalidRequestException when there is none
     */
    public ConnectorView view(String name) {
        ready();
        return viewOf(found(name, "Connector " + name + " not found"));
    }

    /** The same, with the words that are used of a status. */
    public ConnectorView status(String name) {
        ready();
        return viewOf(found(name, "No status found for connector " + name));
    }

    private static ConnectorView viewOf(RunningConnector of) {
        return new ConnectorView(
                of.config().name(),
                Secrets.masked(of.config().settings()),
                of.plugin(),
                of.plugin() == null || of.values() == null
                        ? List.of()
                        : of.plugin().topics(of.values()),
                of.status(),
                of.taskStatus());
    }

    private RunningConnector found(String name, String otherwise) {
        RunningConnector found = connectors.get(name);
        if (found == null) {
            throw new InvalidRequestException(Reason.NOT_FOUND, otherwise);
        }
        return found;
    }

    /** The tasks of all connectors, for meters. */
    public List<TaskStatus> tasks() {
        return connectors.values().stream()
                .flatMap(one -> one.taskStatus().stream())
                .toList();
    }

    public int size() {
        return connectors.size();
    }

    /** How often a task has started again because it had failed. */
    public long restarts() {
        return restarts.get();
    }

    /** Why nothing can be asked for yet; null when all can. */
    public @Nullable String notReady() {
        return notReady;
    }

    private void ready() {
        String why = notReady;
        if (why != null) {
            throw new TransientException("the worker is starting: " + why);
        }
    }

    /**
     * Makes a connector.
     *
     * @throws ConfigException when the configuration is wrong
     * @throws InvalidRequestException when there is one of that name
     */
    public ConnectorView create(String name, Map<String, String> settings, Target target) {
        return change(() -> {
            if (connectors.containsKey(name)) {
                throw new InvalidRequestException(Reason.CONFLICT, "Connector " + name + " already exists");
            }
            Configs.Checked checked = parts.configs().checked(new ConnectorConfig(name, settings, null));
            room();
            parts.store().put(name, checked.config().settings());
            if (target != Target.STARTED) {
                parts.store().put(name, target);
            }
            begin(checked, target);
            return viewOf(found(name, name));
        });
    }

    private void room() {
        if (connectors.size() >= MOST) {
            throw new InvalidRequestException(Reason.TOO_MANY, "there are " + MOST + " connectors already");
        }
    }

    /**
     * Makes a connector, or gives it another configuration. Masks stand for the secrets that are held.
     *
     * @return whether it is new
     */
    public boolean configure(String name, Map<String, String> settings) {
        return change(() -> {
            RunningConnector held = connectors.get(name);
            if (held == null) {
                create(name, settings, Target.STARTED);
                return true;
            }
            notOfFile(held);
            Map<String, String> whole = Secrets.unmasked(settings, held.config().settings());
            Configs.Checked checked = parts.configs().checked(new ConnectorConfig(name, whole, null));
            parts.store().put(name, checked.config().settings());
            end(held);
            begin(checked, held.target());
            return false;
        });
    }

    /** Changes some settings; a null removes one. */
    public void patch(String name, Map<String, @Nullable String> changes) {
        change(() -> {
            Map<String, String> whole = new TreeMap<>(
                    found(name, "Connector " + name + " not found").config().settings());
            changes.forEach((setting, value) -> {
                if (value == null) {
                    whole.remove(setting);
                } else {
                    whole.put(setting, value);
                }
            });
            return configure(name, whole);
        });
    }

    /** Ends a connector and forgets it. */
    public void delete(String name) {
        change(() -> {
            RunningConnector held = found(name, "Connector " + name + " not found");
            notOfFile(held);
            parts.store().remove(name);
            connectors.remove(name);
            end(held);
            log.info("connector {} deleted", name);
            return true;
        });
    }

    private static void notOfFile(RunningConnector held) {
        String origin = held.config().origin();
        if (origin != null) {
            throw new InvalidRequestException(
                    Reason.CONFLICT,
                    "Connector " + held.config().name() + " is of the file " + origin + ", and changes there");
        }
    }

    /** Starts, pauses or stops a connector; kept over restarts of the process. */
    public void target(String name, Target target) {
        change(() -> {
            RunningConnector held = found(name, "Connector " + name + " not found");
            if (held.target() == target) {
                return true;
            }
            parts.store().put(name, target);
            end(held);
            again(held, target);
            return true;
        });
    }

    private void again(RunningConnector held, Target target) {
        try {
            begin(parts.configs().checked(held.config()), target);
        } catch (ConfigException e) {
            connectors.put(
                    held.config().name(),
                    new RunningConnector(held.config(), held.plugin(), null, target, e.reason(), List.of(), 0));
        }
    }

    /**
     * Starts a connector again.
     *
     * @param includeTasks whether its tasks too
     * @param onlyFailed whether only what has failed
     */
    public ConnectorView restart(String name, boolean includeTasks, boolean onlyFailed) {
        return change(() -> {
            RunningConnector held = found(name, "Unknown connector: " + name);
            if (held.problem() != null) {
                again(held, held.target());
            } else if (includeTasks) {
                held.tasks().stream()
                        .filter(task -> !onlyFailed || task.status().state() == State.FAILED)
                        .forEach(ConnectorTask::restart);
            }
            return viewOf(found(name, name));
        });
    }

    /** Starts a task again. */
    public void restartTask(String name, int id) {
        change(() -> {
            RunningConnector held = found(name, "Unknown connector: " + name);
            held.tasks().stream()
                    .filter(task -> task.id() == id)
                    .findFirst()
                    .orElseThrow(
                            () -> new InvalidRequestException(Reason.NOT_FOUND, "Unknown task: " + name + "-" + id))
                    .restart();
            return true;
        });
    }

    /** A change that answers. */
    private interface Change<T> {
        T make();
    }

    private <T> T change(Change<T> what) {
        ready();
        changing.lock();
        try {
            if (closed) {
                throw new TransientException("the worker is stopping");
            }
            return what.make();
        } finally {
            changing.unlock();
        }
    }

    /** Ends all connectors, each with its batch in flight stored. Idempotent. */
    @Override
    public void close() {
        closed = true;
        loading.interrupt();
        changing.lock();
        try {
            List<Thread> ending = new ArrayList<>();
            connectors.values().forEach(one -> ending.add(Thread.ofVirtual().start(() -> end(one))));
            for (Thread thread : ending) {
                thread.join();
            }
            connectors.clear();
            parts.store().close();
            parts.converters().close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            changing.unlock();
        }
    }
}
