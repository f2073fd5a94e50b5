package io.millrace.sql.exec;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.StreamException;
import io.millrace.sql.SqlException;
import io.millrace.sql.batch.Column;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.exec.relation.ReadRequest;
import io.millrace.sql.exec.relation.ReadableRelation;
import io.millrace.sql.exec.relation.RowReader;
import io.millrace.sql.exec.relation.StreamStore;
import io.millrace.sql.exec.stage.QueryContext;
import io.millrace.sql.expr.Expr;
import io.millrace.sql.function.Functions;
import io.millrace.sql.function.ScalarFunction;
import io.millrace.sql.plan.Plan;
import io.millrace.sql.type.DataType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A query that runs on a virtual thread from its creation until it is dropped, and stores its rows in a stream. A
 * failure ends it, is logged once, and ends the readers of a view that stores into itself with the same failure.
 */
final class MaterializedView implements ReadableRelation {

    private static final Logger log = LoggerFactory.getLogger(MaterializedView.class);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final String name;
    private final StreamStore target;
    private final boolean ownTarget;
    private final List<Integer> columns;
    private final QuerySource source;
    private volatile @Nullable StreamException failure;

    /**
     * Prepares the view without running it.
     *
     * @param ownTarget true when the stream belongs to the view alone
     * @throws SqlException when the target lacks a column of the query
     */
    MaterializedView(String name, Plan plan, StreamStore target, boolean ownTarget, QueryContext context) {
        this.name = name;
        this.target = target;
        this.ownTarget = ownTarget;
        this.columns = targetColumns(plan.schema(), target);
        this.source = new QuerySource(cast(plan, target.schema(), columns), context, () -> {});
    }

    private static List<Integer> targetColumns(Schema schema, StreamStore target) {
        List<Integer> columns = new ArrayList<>();
        for (Column column : schema.columns()) {
            int index = target.schema().indexOf(column.name());
            if (index < 0 || index >= target.visibleColumns()) {
                throw SqlException.of(
                        SqlException.Code.UNKNOWN_IDENTIFIER,
                        "stream '" + target.name() + "' has no column '" + column.name() + "' to store the result in");
            }
            columns.add(index);
        }
        return columns;
    }

    /** The plan with its columns in the types of the target. */
    private static Plan cast(Plan plan, Schema target, List<Integer> columns) {
        List<Expr> expressions = new ArrayList<>();
        List<Column> casted = new ArrayList<>();
        boolean same = true;
        for (int i = 0; i < columns.size(); i++) {
            Column from = plan.schema().column(i);
            Column to = target.column(columns.get(i));
            Expr value = new Expr.ColumnRef(i, from.name(), from.type());
            if (!from.type().equals(to.type())) {
                same = false;
                value = cast(value, to.type());
            }
            expressions.add(value);
            casted.add(to);
        }
        return same ? plan : new Plan.Project(plan, expressions, new Schema(casted));
    }

    private static Expr cast(Expr value, DataType type) {
        ScalarFunction cast = Functions.scalar("cast");
        if (cast == null) {
            throw new IllegalStateException("there is no cast");
        }
        List<Expr> arguments = List.of(value, new Expr.Literal(type.text(), DataType.STRING));
        return new Expr.Call(
                cast, arguments, cast.resolve(arguments), "cast(" + value.text() + ", " + type.text() + ")");
    }

    /** Starts the query; rows that arrive from now on are seen. */
    void start() {
        source.open();
        Thread.ofVirtual().name("view-" + name).start(this::run);
    }

    private void run() {
        log.info("view running, view={} target={}", name, target.name());
        try {
            while (true) {
                switch (source.poll(POLL)) {
                    case Poll.Batch<RowBatch> batch -> batch.records().forEach(this::store);
                    case Poll.Idle<RowBatch> _ -> {}
                    case Poll.End<RowBatch> _ -> {
                        log.info("view ended, view={}", name);
                        return;
                    }
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (StreamException cause) {
            fail(cause);
        } catch (RuntimeException cause) {
            fail(new FatalException("the view failed: " + cause.getMessage(), cause));
        } finally {
            source.close();
        }
    }

    private void store(Record<RowBatch> record) {
        RowBatch rows = record.value();
        target.append(columns, rows.vectors(), rows.size());
    }

    private void fail(StreamException cause) {
        failure = cause;
        log.error("view failed, view={}", name, cause);
        if (ownTarget) {
            target.fail(cause);
        }
    }

    StreamStore target() {
        return target;
    }

    /** Why the view has ended; null while it runs. */
    @Nullable
    StreamException failure() {
        return failure;
    }

    void close() {
        source.close();
        if (ownTarget) {
            target.close();
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Schema schema() {
        return target.schema();
    }

    @Override
    public int visibleColumns() {
        return target.visibleColumns();
    }

    @Override
    public RowReader open(ReadRequest request) {
        return target.open(request);
    }
}
