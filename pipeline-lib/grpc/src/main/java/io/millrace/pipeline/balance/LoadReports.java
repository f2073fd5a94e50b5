package io.millrace.pipeline.balance;

import io.grpc.ServerBuilder;
import io.grpc.services.MetricRecorder;
import io.grpc.xds.orca.OrcaServiceImpl;
import io.millrace.core.time.Ticker;
import io.millrace.pipeline.registry.ServerLoad;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Measures the load of a server and reports it to the pipelines that weigh by it (ORCA, out of band), for a registry
 * too. {@link #apply} goes before the server is built.
 */
public final class LoadReports implements AutoCloseable {

    private static final Duration SPAN = Duration.ofSeconds(1);
    private static final Duration MIN_INTERVAL = Duration.ofMillis(100);
    /** What an idle server says: a report without load would count as none. */
    private static final double ALMOST_IDLE = 0.001;

    private final MetricRecorder recorder = MetricRecorder.newInstance();
    private final LoadMeter meter;
    private final ScheduledExecutorService timer;
    private volatile ServerLoad load = ServerLoad.IDLE;

    /**
     * @param service the gRPC service whose calls count, for example {@code data.ModuleService}
     * @param capacity how many calls at a time are full load, at least 1
     */
    public LoadReports(String service, int capacity, Ticker ticker) {
        this.meter = new LoadMeter(service, Math.max(1, capacity), ticker);
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("load-reports").factory());
        executor.setRemoveOnCancelPolicy(true);
        this.timer = executor;
    }

    /** Adds the measuring and the reports to a server. */
    public void apply(ServerBuilder<?> builder) {
        builder.intercept(meter);
        builder.addService(
                OrcaServiceImpl.createService(timer, recorder, MIN_INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
        var _ = timer.scheduleAtFixedRate(this::measure, SPAN.toMillis(), SPAN.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void measure() {
        ServerLoad now = meter.report();
        load = now;
        recorder.setQpsMetric(now.callsPerSecond());
        recorder.setEpsMetric(now.errorsPerSecond());
        recorder.setApplicationUtilizationMetric(Math.max(ALMOST_IDLE, now.utilization()));
    }

    /** The load over the last second. */
    public ServerLoad load() {
        return load;
    }

    /** Calls under way now. */
    public int inFlight() {
        return meter.inFlight();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
