package io.millrace.vehicles.command;

import io.millrace.command.Lifetime;
import io.millrace.core.Operator;
import io.millrace.core.Sink;
import io.millrace.core.Source;
import io.millrace.core.pipeline.FailurePolicy;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.pipeline.PipelineEvent;
import io.millrace.core.pipeline.PipelineHandle;
import io.millrace.core.pipeline.PipelineListener;
import io.millrace.core.pipeline.PipelineRunner;
import io.millrace.core.pipeline.PipelineSettings;
import io.millrace.core.pipeline.PipelineState;
import io.millrace.core.time.Ticker;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;

/** Runs a source into the broker, and tells once a second how far it is. */
final class Publishing implements PipelineListener {

    private static final double SECOND = 1e9;

    private final PrintWriter err;
    private final Ticker ticker;
    private final LongAdder sent = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final long start;
    private long told;
    private long toldSent;

    Publishing(PrintWriter err, Ticker ticker) {
        this.err = err;
        this.ticker = ticker;
        this.start = ticker.nanos();
        this.told = start;
    }

    /**
     * Publishes until the source ends or the process is to stop.
     *
     * @throws io.millrace.core.failure.StreamException when the pipeline has failed
     */
    void run(String name, Source<byte[]> source, Sink<byte[]> sink, Lifetime lifetime) throws InterruptedException {
        Pipeline<byte[], byte[]> pipeline = Pipeline.<byte[], byte[]>of(name, source, Operator.identity(), sink)
                .with(PipelineSettings.DEFAULT.with(FailurePolicy.SKIP));
        PipelineRunner runner = new PipelineRunner(ticker, this, new Random());
        try (PipelineHandle handle = runner.start(pipeline)) {
            lifetime.await(() -> {
                progress(false);
                return handle.state().over();
            });
            if (handle.state() instanceof PipelineState.Failed failed) {
                throw failed.cause();
            }
        }
        progress(true);
    }

    @Override
    public void on(PipelineEvent event) {
        switch (event) {
            case PipelineEvent.Written written -> sent.add(written.records());
            case PipelineEvent.Rejected rejected -> {
                refused.increment();
                tell("left out: " + rejected.cause().reason());
            }
            case PipelineEvent.StateChanged changed
            when changed.state() instanceof PipelineState.BackingOff waiting && waiting.attempt() == 1 ->
                tell(waiting.cause().reason() + "; trying again");
            case PipelineEvent.StateChanged _,
                    PipelineEvent.Polled _,
                    PipelineEvent.CallFailed _,
                    PipelineEvent.Restarting _ -> {}
        }
    }

    private synchronized void tell(String line) {
        err.println(line);
        err.flush();
    }

    private void progress(boolean last) {
        long now = ticker.nanos();
        if (!last && now - told < SECOND) {
            return;
        }
        long all = sent.sum();
        double rate = last ? all / ((now - start) / SECOND) : (all - toldSent) / ((now - told) / SECOND);
        tell(String.format(
                Locale.ROOT,
                last ? "%,d messages sent in %.1f s, %,.0f a second%s" : "%,d messages sent, %.0f s, %,.0f a second%s",
                all,
                (now - start) / SECOND,
                rate,
                refused.sum() == 0 ? "" : ", " + refused.sum() + " left out"));
        told = now;
        toldSent = all;
    }
}
