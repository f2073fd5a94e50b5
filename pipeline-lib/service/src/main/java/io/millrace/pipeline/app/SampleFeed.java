package io.millrace.pipeline.app;

import io.millrace.core.failure.StreamException;
import io.millrace.core.time.Ticker;
import io.millrace.pipeline.ExecuteOptions;
import io.millrace.pipeline.live.ServedPipelines;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends packages to the sample pipelines, now and then several at once, so that all five outcomes are seen. */
final class SampleFeed implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SampleFeed.class);
    private static final List<String> CUSTOMERS = List.of("Ada", "Grace", "Edsger", "Barbara");
    private static final int BURST = 8;
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
                order();
                // four workers take about a minute for fifty of these; a burst shows what a full queue does
                int packages = random.nextInt(40) == 0 ? BURST : random.nextInt(3) == 0 ? 1 : 0;
                for (int i = 0; i < packages; i++) {
                    demo();
                }
                ticker.sleep(Duration.ofMillis(random.nextLong(200, 800)));
            }
        } catch (InterruptedException _) {
            log.debug("no more demo packages");
        }
    }

    private void demo() {
        long number = sent++;
        // the demo's validation refuses an empty key
        String key = number % EMPTY_KEY == EMPTY_KEY - 1 ? "" : "value" + number;
        send("demo", Map.of("key", key, "condition", number % 2 == 0), ExecuteOptions.DEFAULT);
    }

    private void order() {
        String customer = CUSTOMERS.get(random.nextInt(CUSTOMERS.size()));
        // one in ten is worth nothing and leaves
        long cents = random.nextInt(10) == 0 ? 0 : random.nextLong(1, 200_000);
        send(
                "orders",
                Map.of("customer", Map.of("name", customer), "amount", cents / 100.0),
                ExecuteOptions.DEFAULT.withKey(customer));
    }

    private void send(String pipeline, Map<String, Object> data, ExecuteOptions options) {
        try {
            var _ = pipelines.execute(pipelines.find(pipeline), data, null, options, _ -> {});
        } catch (StreamException e) {
            // replaced, removed or drained by its user
            log.debug("a sample package was not taken: {}", e.reason());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
