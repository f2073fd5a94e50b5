package io.millrace.gateway.app;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.time.Ticker;
import io.millrace.sql.Engine;
import io.millrace.sql.EnginePipeline;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.encode.JsonRows;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs each kind of statement once, so that the first reader does not pay for the loading of classes. */
final class WarmUp {

    private static final Logger log = LoggerFactory.getLogger(WarmUp.class);
    private static final List<List<String>> PIPELINES = List.of(
            List.of("SELECT 1"),
            List.of(
                    "CREATE RANDOM STREAM warm_up(device string default 'device'||to_string(rand()%4),"
                            + " temperature float default rand()%1000/10) SETTINGS eps=1000",
                    "SELECT * FROM warm_up"),
            List.of(
                    "CREATE RANDOM STREAM warm_up(device string default 'device'||to_string(rand()%4)) SETTINGS eps=1000",
                    "SELECT window_start, count(*) AS count FROM tumble(warm_up, 10ms) GROUP BY window_start"));

    private WarmUp() {}

    /** Takes some ten milliseconds; a statement that fails is logged and does no harm. */
    static void run(Engine engine, Ticker ticker) {
        long start = ticker.nanos();
        for (List<String> sqls : PIPELINES) {
            try (EnginePipeline pipeline = engine.start("warm-up", sqls);
                    Source<RowBatch> query = pipeline.query()) {
                query.open();
                JsonRows rows = new JsonRows(pipeline.plan().schema());
                if (query.poll(Duration.ofMillis(200)) instanceof Poll.Batch<RowBatch>(var records, var _)) {
                    for (Record<RowBatch> record : records) {
                        rows.encode(record.value());
                    }
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException | StackOverflowError e) {
                log.warn("warm-up failed", e);
            }
        }
        log.debug("warmed up, millis={}", (ticker.nanos() - start) / 1_000_000);
    }
}
