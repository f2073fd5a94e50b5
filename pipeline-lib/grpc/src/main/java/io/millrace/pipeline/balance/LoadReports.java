package io.millrace.pipeline.balance;

import io.grpc.BindableService;
import io.grpc.services.MetricRecorder;
import io.grpc.xds.orca.OrcaServiceImpl;
import io.millrace.core.time.Ticker;
import io.millrace.pipeline.registry.LoadReport;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Reports the load of a server to the pipelines that weigh by it (ORCA, out of band), and gives it to whoever sends it
 * to a registry: first {@link #service} goes into the server, then {@link #follow} begins.
 */
public final class LoadReports implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(50);
    private static final int LOOKS_PER_REPORT = 20;
    private static final Duration MIN_INTERVAL = Duration.ofMillis(100);
    /** What an idle server says: those who weigh take a report of nothing for no report. */
    private static final double ALMOST_IDLE = 0.001;

    private final MetricRecorder recorder = MetricRecorder.newInstance();
    private final Ticker ticker;
    private final ScheduledExecutorService timer;
    private volatile LoadReport load = LoadReport.IDLE;
    private int looks;

    public LoadReports(Ticker ticker) {
        this.ticker = ticker;
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("load-reports").factory());
        executor.setRemoveOnCancelPolicy(true);
        this.timer = executor;
    }

    /** The service that reports, one stream for each connection that asks. */
    public BindableService service() {
        return OrcaServiceImpl.createService(timer, recorder, MIN_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Begins to look at a server's counts, each 50 ms, and to report each second. */
    public void follow(Supplier<LoadSample> source) {
        LoadMeter meter = new LoadMeter(source, ticker);
        var _ = timer.scheduleAtFixedRate(() -> look(meter), LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look(LoadMeter meter) {
        if (++looks % LOOKS_PER_REPORT != 0) {
            meter.sample();
            return;
        }
        LoadReport now = meter.report();
        load = now;
        recorder.setQpsMetric(now.callsPerSecond());
        recorder.setEpsMetric(now.errorsPerSecond());
        recorder.setApplicationUtilizationMetric(Math.max(ALMOST_IDLE, now.utilization()));
    }

    /** The load over the last second. */
    public LoadReport load() {
        return load;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
