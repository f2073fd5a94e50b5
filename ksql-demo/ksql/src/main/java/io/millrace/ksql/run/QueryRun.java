package io.millrace.ksql.run;

import io.millrace.core.pipeline.Backoff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A query that runs. A thread of it that fails begins again after a growing wait, from what was committed last.
 *
 * <p><b>Threading:</b> thread-safe.
 */
public final class QueryRun implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(QueryRun.class);
    private static final Duration CLOSING = Duration.ofSeconds(30);
    private static final int REMEMBERED = 10;

    private final QueryTopology topology;
    private final QueryContext context;
    private final Path folder;
    private final KafkaStreams streams;
    private final Backoff backoff;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Deque<QueryState.Failure> failures = new ArrayDeque<>();
    private int restarts;
    private int waiting;

    private QueryRun(
            QueryTopology topology,
            QueryContext context,
            RunSettings settings,
            Map<String, String> properties,
            Backoff backoff) {
        this.topology = topology;
        this.context = context;
        this.backoff = backoff;
        this.folder = settings.folder().resolve(settings.application(context.queryId()));
        this.streams = new KafkaStreams(topology.topology(), new StreamsConfig(settings.streams(context, properties)));
        streams.setUncaughtExceptionHandler(this::failed);
    }

    /**
     * Starts it and returns at once.
     *
     * @param properties of the statement
     */
    public static QueryRun start(
            QueryTopology topology,
            QueryContext context,
            RunSettings settings,
            Map<String, String> properties,
            Backoff backoff) {
        QueryRun run = new QueryRun(topology, context, settings, properties, backoff);
        run.streams.start();
        log.info("query running, id={}", context.queryId());
        return run;
    }

    private StreamThreadExceptionResponse failed(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        int attempt = remember(root);
        log.warn("query failed, will begin again, id={} attempt={}", context.queryId(), attempt, failure);
        context.log()
                .report(new RecordFailure(
                        RecordFailure.Kind.THREAD,
                        context.queryId(),
                        "Thread",
                        RecordFailure.text(root),
                        List.of(RecordFailure.text(failure)),
                        RecordFailure.Place.UNKNOWN,
                        null));
        boolean closed = await(backoff.delay(Math.min(attempt, 30), new SplittableRandom()));
        synchronized (failures) {
            waiting--;
        }
        return closed ? StreamThreadExceptionResponse.SHUTDOWN_CLIENT : StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private int remember(Throwable root) {
        synchronized (failures) {
            failures.addFirst(new QueryState.Failure(
                    context.ticker().now(), root.getClass().getSimpleName() + ": " + RecordFailure.text(root)));
            if (failures.size() > REMEMBERED) {
                failures.removeLast();
            }
            waiting++;
            return ++restarts;
        }
    }

    /** True when the query is closed meanwhile. */
    private boolean await(Duration wait) {
        try {
            return closing.await(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    public QueryContext context() {
        return context;
    }

    /** The table that it keeps, null when there is none to look into. */
    public @Nullable StoreView view() {
        return topology.view();
    }

    /** What Kafka Streams knows of where state is. */
    public KafkaStreams streams() {
        return streams;
    }

    /** The topology for people. */
    public String description() {
        return topology.topology().describe().toString();
    }

    public QueryState state() {
        synchronized (failures) {
            return new QueryState(status(), restarts, List.copyOf(failures));
        }
    }

    private QueryState.Status status() {
        if (waiting > 0) {
            return QueryState.Status.BACKING_OFF;
        }
        return switch (streams.state()) {
            case CREATED, REBALANCING -> QueryState.Status.STARTING;
            case RUNNING -> QueryState.Status.RUNNING;
            case PENDING_SHUTDOWN, NOT_RUNNING -> QueryState.Status.STOPPED;
            case PENDING_ERROR, ERROR -> QueryState.Status.FAILED;
        };
    }

    /** Stops it; its state stays. Idempotent; waits for at most 30 s. */
    @Override
    public void close() {
        closing.countDown();
        if (!streams.close(CLOSING)) {
            log.warn("query did not stop in time, id={}", context.queryId());
        }
    }

    /** Removes the state that is kept here, after {@link #close}. */
    public void forget() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            log.warn("cannot remove the state of a query, id={} cause={}", context.queryId(), e.toString());
        }
    }
}
