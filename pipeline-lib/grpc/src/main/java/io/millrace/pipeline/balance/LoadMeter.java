package io.millrace.pipeline.balance;

import io.millrace.core.time.Ticker;
import io.millrace.pipeline.registry.LoadReport;
import java.util.function.Supplier;

/** Makes rates and an average utilization of a server's counts. Used by one thread. */
final class LoadMeter {

    private static final double NANOS = 1e9;

    private final Supplier<LoadSample> source;
    private final Ticker ticker;
    private LoadSample last;
    private long lastNanos;
    private double busy;
    private int samples;

    LoadMeter(Supplier<LoadSample> source, Ticker ticker) {
        this.source = source;
        this.ticker = ticker;
        this.last = source.get();
        this.lastNanos = ticker.nanos();
    }

    /** Looks how many packages are in the server; the more often the better the average. */
    void sample() {
        LoadSample now = source.get();
        busy += now.inFlight() / (double) Math.max(1, now.concurrency());
        samples++;
    }

    /** What happened since the report before. */
    LoadReport report() {
        sample();
        LoadSample now = source.get();
        long nanos = ticker.nanos();
        double span = Math.max(1, nanos - lastNanos) / NANOS;
        LoadReport report = new LoadReport(
                now.inFlight(),
                (now.finished() - last.finished()) / span,
                busy / samples,
                (now.failed() - last.failed()) / span);
        last = now;
        lastNanos = nanos;
        busy = 0;
        samples = 0;
        return report;
    }
}
