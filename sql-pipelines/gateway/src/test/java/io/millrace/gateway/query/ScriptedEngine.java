package io.millrace.gateway.query;

import io.millrace.core.Ack;
import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import io.millrace.sql.Engine;
import io.millrace.sql.EnginePipeline;
import io.millrace.sql.GapListener;
import io.millrace.sql.QueryPlan;
import io.millrace.sql.SqlException;
import io.millrace.sql.batch.Column;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.type.DataType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An engine whose queries give what a test says. Its SQL has four words: {@code STREAM} never ends, {@code ONCE} is
 * bounded, {@code WRONG} is refused, {@code DDL} is a set-up statement.
 */
public final class ScriptedEngine implements Engine {

    static final Schema SCHEMA = new Schema(List.of(new Column("n", DataType.INT64)));

    /** What was started, in order, with its queries. */
    final List<ScriptedPipeline> started = new CopyOnWriteArrayList<>();

    @Override
    public QueryPlan check(List<String> sqls) {
        if (sqls.contains("WRONG")) {
            throw SqlException.syntax("syntax error", 1, 1, "WRONG", List.of("SELECT"))
                    .inStatement(sqls.indexOf("WRONG") + 1);
        }
        return new QueryPlan(SCHEMA, sqls.getLast().equals("ONCE"), "scripted");
    }

    /** Why the server behind it is away; null while it is there. */
    volatile @Nullable String down;

    private volatile @Nullable String problem;
    volatile boolean closed;

    @Override
    public @Nullable String problem() {
        return problem;
    }

    @Override
    public void probe() {
        problem = down;
    }

    @Override
    public EnginePipeline start(String name, List<String> sqls) {
        probe();
        String reason = down;
        if (reason != null) {
            throw new TransientException(reason);
        }
        ScriptedPipeline pipeline = new ScriptedPipeline(name, check(sqls));
        started.add(pipeline);
        return pipeline;
    }

    @Override
    public void close() {
        closed = true;
        started.forEach(ScriptedPipeline::close);
    }

    static final class ScriptedPipeline implements EnginePipeline {

        final String name;
        final List<ScriptedSource> queries = new CopyOnWriteArrayList<>();
        private final QueryPlan plan;
        volatile boolean closed;

        private ScriptedPipeline(String name, QueryPlan plan) {
            this.name = name;
            this.plan = plan;
        }

        @Override
        public QueryPlan plan() {
            return plan;
        }

        @Override
        public Source<RowBatch> query() {
            return query(GapListener.NONE);
        }

        @Override
        public Source<RowBatch> query(GapListener gaps) {
            ScriptedSource source = new ScriptedSource(gaps);
            queries.add(source);
            return source;
        }

        @Override
        public void close() {
            closed = true;
            queries.forEach(ScriptedSource::close);
        }
    }

    /** Gives the batches that a test hands it. */
    static final class ScriptedSource implements Source<RowBatch> {

        private sealed interface Step {}

        private record Rows(RowBatch batch) implements Step {}

        private record Failure(StreamException cause) implements Step {}

        private record Gap(String reason) implements Step {}

        private record Last() implements Step {}

        private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
        private final GapListener gaps;
        volatile boolean closed;

        private ScriptedSource(GapListener gaps) {
            this.gaps = gaps;
        }

        /** Loses rows for a second. */
        void interrupt(String reason) {
            steps.add(new Gap(reason));
        }

        void give(long... values) {
            steps.add(new Rows(new RowBatch(SCHEMA, values.length, new LongVector(values))));
        }

        void fail(StreamException cause) {
            steps.add(new Failure(cause));
        }

        void end() {
            steps.add(new Last());
        }

        @Override
        public void open() {}

        @Override
        public Poll<RowBatch> poll(Duration timeout) throws InterruptedException {
            @Nullable Step step = steps.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return switch (step) {
                case null -> new Poll.Idle<>();
                case Rows(RowBatch batch) -> new Poll.Batch<>(List.of(Record.of(batch, Instant.EPOCH)), Ack.NONE);
                case Gap(String reason) -> {
                    gaps.gap(Instant.EPOCH, Instant.EPOCH.plusSeconds(1), reason);
                    yield new Poll.Idle<>();
                }
                case Failure(StreamException cause) -> throw cause;
                case Last _ -> new Poll.End<>();
            };
        }

        @Override
        public void close() {
            closed = true;
            steps.add(new Last());
        }
    }
}
