package io.millrace.gateway.query;

import io.millrace.core.pipeline.Backoff;
import io.millrace.core.time.Ticker;
import io.millrace.sql.Engine;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after a server: sets up the pipelines that it could not take before, and asks from time to time whether it is
 * there, for those who look at the health.
 */
final class ServerWatch implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(ServerWatch.class);

    /** Between two looks at a server that is well. */
    private static final Duration INTERVAL = Duration.ofSeconds(15);

    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(500), INTERVAL, 0.2);

    private final Engine server;
    private final List<ServedPipeline> pipelines;
    private final Ticker ticker;

    ServerWatch(Engine server, List<ServedPipeline> pipelines, Ticker ticker) {
        this.server = server;
        this.pipelines = pipelines;
        this.ticker = ticker;
    }

    @Override
    public void run() {
        try {
            int failures = allReady() ? 0 : 1;
            while (true) {
                ticker.sleep(failures == 0 ? INTERVAL : BACKOFF.delay(failures, RandomGenerator.getDefault()));
                failures = look() ? 0 : failures + 1;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.error("the watch over the server has ended", e);
        }
    }

    private boolean allReady() {
        return server.problem() == null
                && pipelines.stream().noneMatch(pipeline -> pipeline.state() instanceof PipelineState.Unavailable);
    }

    /** Whether all is well. One pipeline that cannot be taken speaks for the others. */
    private boolean look() {
        server.probe();
        return server.problem() == null && pipelines.stream().allMatch(ServedPipeline::retry);
    }
}
