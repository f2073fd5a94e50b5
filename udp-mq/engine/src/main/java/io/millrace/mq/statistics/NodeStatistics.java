package io.millrace.mq.statistics;

import static java.util.Objects.requireNonNull;

import io.millrace.core.time.Ticker;
import java.time.Instant;
import org.HdrHistogram.Histogram;

/**
 * The counts of one node, as the reference reports them and as percentiles.
 *
 * <p>A <em>report</em> covers the time since the report before and is for one reader, the sender of datagrams; a
 * <em>snapshot</em> covers everything since the start and is for any number of readers.
 *
 * <p><b>Threading:</b> thread-safe; one short lock, as a queue's loop and a report seldom meet.
 */
public final class NodeStatistics implements NodeMeter {

    private final String function;
    private final String vuid;
    private final Ticker ticker;
    private final Object lock = new Object();
    private final SecondCounts periodIn = new SecondCounts();
    private final SecondCounts periodOut = new SecondCounts();
    private final SecondCounts allIn = new SecondCounts();
    private final SecondCounts allOut = new SecondCounts();
    private final LatencyBins periodBins = new LatencyBins();
    /** Those of the periods before. */
    private final LatencyBins reportedBins = new LatencyBins();

    private final RecentLatencies latencies = new RecentLatencies();
    private Instant periodStart;
    private long in;
    private long out;
    private double nanosTotal;

    /**
     * Statistics of a node that starts now.
     *
     * @param function the name in reports, for example {@code Messagequeue}
     * @param vuid the node's id in reports, for example {@code NODE_1}
     */
    public NodeStatistics(String function, String vuid, Ticker ticker) {
        this.function = requireNonNull(function, "function is null");
        this.vuid = requireNonNull(vuid, "vuid is null");
        this.ticker = requireNonNull(ticker, "ticker is null");
        this.periodStart = ticker.now();
    }

    @Override
    public void in(int messages) {
        long second = ticker.now().getEpochSecond();
        synchronized (lock) {
            periodIn.add(second, messages);
            allIn.add(second, messages);
            in += messages;
        }
    }

    @Override
    public void out(int messages) {
        long second = ticker.now().getEpochSecond();
        synchronized (lock) {
            periodOut.add(second, messages);
            allOut.add(second, messages);
            out += messages;
        }
    }

    @Override
    public void latency(long nanos) {
        long sample = Math.max(1, nanos);
        synchronized (lock) {
            periodBins.add(sample);
            latencies.add(sample);
            nanosTotal += sample;
        }
    }

    /** What was counted since the last report, and begins the next period. A quiet period gives an empty report. */
    public StatisticsReport report() {
        synchronized (lock) {
            Instant now = ticker.now();
            StatisticsReport report = new StatisticsReport(
                    epochSeconds(periodStart),
                    epochSeconds(now),
                    function,
                    vuid,
                    periodBins.list(),
                    periodIn.toMap(),
                    periodOut.toMap());
            periodStart = now;
            periodIn.clear();
            periodOut.clear();
            reportedBins.add(periodBins);
            periodBins.clear();
            return report;
        }
    }

    /** What was counted since the start; nothing is reset. */
    public NodeSnapshot snapshot() {
        long last = ticker.now().getEpochSecond() - 1;
        synchronized (lock) {
            latencies.turn(last + 1);
            LatencyBins bins = reportedBins.copy();
            bins.add(periodBins);
            return new NodeSnapshot(
                    function,
                    vuid,
                    in,
                    out,
                    allIn.at(last),
                    allOut.at(last),
                    latencies.recent(),
                    latencies.total(),
                    bins.list(),
                    nanosTotal / 1e9);
        }
    }

    /** The distribution of all latencies in nanoseconds, a copy. */
    public Histogram histogram() {
        synchronized (lock) {
            return latencies.all();
        }
    }

    static double epochSeconds(Instant instant) {
        return instant.getEpochSecond() + instant.getNano() / 1e9;
    }
}
