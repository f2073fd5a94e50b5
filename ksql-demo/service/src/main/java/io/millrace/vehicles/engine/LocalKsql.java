package io.millrace.vehicles.engine;

import static java.util.Objects.requireNonNull;

import io.millrace.core.failure.StreamException;
import io.millrace.core.pipeline.Backoff;
import io.millrace.core.time.Ticker;
import io.millrace.ksql.engine.EngineSettings;
import io.millrace.ksql.engine.KsqlEngine;
import io.millrace.ksql.query.RemoteQueries;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine of ksqlDB's statements in this process. It starts beside the service, is tried again with backoff while
 * Kafka does not answer, and then carries out the files of statements.
 *
 * <p><b>Threading:</b> thread-safe.
 */
public final class LocalKsql implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LocalKsql.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5), 0.2);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);

    private final @Nullable EngineSettings settings;
    private final @Nullable StateFolder folder;
    private final List<String> files;
    private final Runnable topics;
    private final Ticker ticker;
    private final List<Consumer<KsqlEngine>> listeners = new ArrayList<>();
    private volatile EngineState state = new EngineState.Off();
    private volatile @Nullable KsqlEngine engine;
    private @Nullable Thread thread;
    private boolean closed;

    /**
     * An engine, not started.
     *
     * @param folder where it keeps state; closed with the engine
     * @param files of statements, in their order, as {@code classpath:sql/streams.sql} or paths
     * @param topics makes those that statements read and nobody else makes; may throw while Kafka is away
     */
    public LocalKsql(EngineSettings settings, StateFolder folder, List<String> files, Runnable topics, Ticker ticker) {
        this.settings = requireNonNull(settings, "settings is null");
        this.folder = requireNonNull(folder, "folder is null");
        this.files = List.copyOf(files);
        this.topics = requireNonNull(topics, "topics is null");
        this.ticker = requireNonNull(ticker, "ticker is null");
    }

    private LocalKsql(Ticker ticker) {
        this.settings = null;
        this.folder = null;
        this.files = List.of();
        this.topics = () -> {};
        this.ticker = ticker;
    }

    /** None: it is never there. */
    public static LocalKsql off(Ticker ticker) {
        return new LocalKsql(ticker);
    }

    /**
     * Has someone told about the engine when it is there: before the files are carried out, on the engine's own thread,
     * or at once when it is there already.
     */
    public void whenStarted(Consumer<KsqlEngine> listener) {
        KsqlEngine present;
        synchronized (this) {
            present = engine;
            if (present == null) {
                listeners.add(listener);
            }
        }
        if (present != null) {
            listener.accept(present);
        }
    }

    /** Begins to start it, and returns at once. */
    public synchronized void start(RemoteQueries remote) {
        EngineSettings with = settings;
        if (with == null || thread != null || closed) {
            return;
        }
        state = new EngineState.Starting();
        thread = Thread.ofVirtual().name("ksql-start").start(() -> run(with, remote));
    }

    private void run(EngineSettings with, RemoteQueries remote) {
        try {
            KsqlEngine started = await(with, remote);
            if (started == null) {
                return;
            }
            told().forEach(listener -> listener.accept(started));
            List<String> problems = new StatementFiles(started).run(files);
            state = new EngineState.Running(problems, true);
            log.info("ksql engine running, queries={}", started.queries().size());
        } catch (InterruptedException _) {
            log.debug("interrupted while starting");
        } catch (RuntimeException e) {
            if (isClosed()) {
                log.debug("stopped while starting", e);
                return;
            }
            log.error("the engine of ksqlDB's statements has failed", e);
            state = new EngineState.Waiting(String.valueOf(e.getMessage()));
        }
    }

    /** Null when the service goes down before Kafka comes up. */
    private @Nullable KsqlEngine await(EngineSettings with, RemoteQueries remote) throws InterruptedException {
        SecureRandom random = new SecureRandom();
        for (int attempt = 1; ; attempt++) {
            try {
                topics.run();
                KsqlEngine started = KsqlEngine.start(with, remote, ticker);
                if (taken(started)) {
                    return started;
                }
                started.close();
                return null;
            } catch (RuntimeException e) {
                // a wrong address is repaired by whoever set it; everything else may pass
                String reason = e instanceof StreamException known ? known.reason() : String.valueOf(e.getMessage());
                if (attempt == 1) {
                    log.warn("the engine of ksqlDB's statements waits for Kafka, cause={}", reason);
                }
                state = new EngineState.Waiting(reason.toLowerCase(Locale.ROOT));
            }
            ticker.sleep(BACKOFF.delay(Math.min(attempt, 30), random));
        }
    }

    private synchronized boolean taken(KsqlEngine started) {
        if (!closed) {
            engine = started;
        }
        return !closed;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized List<Consumer<KsqlEngine>> told() {
        List<Consumer<KsqlEngine>> told = List.copyOf(listeners);
        listeners.clear();
        return told;
    }

    /** The engine; empty until Kafka has answered. */
    public Optional<KsqlEngine> engine() {
        return Optional.ofNullable(engine);
    }

    /** How it is doing now. */
    public EngineState state() {
        KsqlEngine present = engine;
        return state instanceof EngineState.Running running && present != null
                ? new EngineState.Running(running.problems(), present.healthy())
                : state;
    }

    /** Stops its queries, whose state stays. Idempotent; waits for at most 30 s for each step. */
    @Override
    public void close() {
        Thread starting;
        KsqlEngine present;
        synchronized (this) {
            closed = true;
            starting = thread;
            present = engine;
        }
        if (starting != null && !starting.equals(Thread.currentThread())) {
            starting.interrupt();
            try {
                starting.join(CLOSE_PATIENCE);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        if (present != null) {
            present.close();
        }
        if (folder != null) {
            folder.close();
        }
        state = new EngineState.Stopped();
    }
}
