package io.millrace.sql.testkit;

import io.millrace.core.Poll;
import io.millrace.core.Source;
import io.millrace.sql.Engine;
import io.millrace.sql.EnginePipeline;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.encode.JsonRows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs pipelines and gives their rows as the gateway writes them. */
public final class Queries {

    private static final Duration LONG = Duration.ofSeconds(30);

    private Queries() {}

    /** All rows of a pipeline whose query ends. */
    public static List<String> rows(Engine engine, String... sqls) throws InterruptedException {
        try (EnginePipeline pipeline = engine.start("rows", List.of(sqls))) {
            return rows(pipeline, Long.MAX_VALUE);
        }
    }

    /** The next rows of a new run of the query: all, or at least so many. */
    public static List<String> rows(EnginePipeline pipeline, long count) throws InterruptedException {
        try (Source<RowBatch> source = pipeline.query()) {
            source.open();
            return rows(pipeline, source, count);
        }
    }

    /** The next rows of a running query: all, or at least so many. */
    public static List<String> rows(EnginePipeline pipeline, Source<RowBatch> source, long count)
            throws InterruptedException {
        JsonRows encoder = new JsonRows(pipeline.plan().schema());
        List<String> rows = new ArrayList<>();
        while (rows.size() < count) {
            switch (source.poll(LONG)) {
                case Poll.Batch<RowBatch>(var records, var ack) -> {
                    records.forEach(record -> rows.addAll(
                            encoder.encode(record.value()).toString().lines().toList()));
                    ack.commit();
                }
                case Poll.Idle<RowBatch> _ -> throw new AssertionError("no rows for " + LONG + " after " + rows);
                case Poll.End<RowBatch> _ -> {
                    return rows;
                }
            }
        }
        return rows;
    }
}
