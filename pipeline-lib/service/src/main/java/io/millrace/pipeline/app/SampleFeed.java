package io.millrace.pipeline.app;

import io.millrace.core.failure.StreamException;
import io.millrace.core.time.Ticker;
import io.millrace.pipeline.ExecuteOptions;
import io.millrace.pipeline.live.ServedPipelines;
import java.time.Duration;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends packages to the sample pipeline, now and then several at once, so that all five outcomes are seen. */
final class SampleFeed implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SampleFeed.class);
    private static final String PIPELINE = "demo";
    private static final int BURST = 12;
    private static final int EMPTY_KEY = 17;

    private final ServedPipelines pipelines;
    private final Ticker ticker;
    private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    private final Thread thread;
    private long sent;

    private SampleFeed(ServedPipelines pipelines, Ticker ticker) {
        this.pipelines = pipelines;
        this.ticker = ticker;
        this.thread = Thread.ofVirtual().name("sample-feed").unstarted(this::run);
    }

    static SampleFeed start(ServedPipelines pipelines, Ticker ticker) {
        SampleFeed feed = new SampleFeed(pipelines, ticker);
        feed.thread.start();
        return feed;
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                int packages = random.nextInt(10) == 0 ? BURST : 1;
                for (int i = 0; i < packages; i++) {
                    send();
                }
                ticker.sleep(Duration.ofMillis(random.nextLong(200, 900)));
            }
        } catch (InterruptedException _) {
            log.debug("no more demo packages");
        }
    }

    private void send() {
        long number = sent++;
        // the demo's validation refuses an empty key
        String key = number % EMPTY_KEY == EMPTY_KEY - 1 ? "" : "value" + number;
        Map<String, Object> data = Map.of("key", key, "condition", number % 2 == 0);
        try {
            var _ = pipelines.execute(pipelines.find(PIPELINE), data, null, ExecuteOptions.DEFAULT, _ -> {});
        } catch (StreamException e) {
            // replaced, removed or drained by its user
            log.debug("a demo package was not taken: {}", e.reason());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
