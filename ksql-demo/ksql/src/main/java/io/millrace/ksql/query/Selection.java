package io.millrace.ksql.query;

import io.millrace.ksql.expr.RowContext;
import io.millrace.ksql.expr.RowErrors;
import io.millrace.ksql.format.Key;
import io.millrace.ksql.format.Row;
import io.millrace.ksql.plan.PullPlan;
import io.millrace.ksql.plan.QueryPlan;
import io.millrace.ksql.run.Evaluation;
import io.millrace.ksql.run.QueryContext;
import io.millrace.ksql.run.StoreView;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Tests the rows of one pull query and gives the columns selected. Not thread-safe. */
final class Selection implements LocalStore.Entry {

    private final PullPlan plan;
    private final StoreView.Reader reader;
    private final RowContext context;
    private final RowSink rows;
    private final long limit;
    private long given;
    private boolean stopped;

    Selection(PullPlan plan, StoreView view, QueryContext query, RowSink rows) {
        this.plan = plan;
        this.context = new RowContext(query.ticker(), new SplittableRandom());
        this.reader = view.reader(new Evaluation(context, RowErrors.IGNORED));
        this.rows = rows;
        this.limit = plan.limit().isPresent() ? plan.limit().getAsInt() : Long.MAX_VALUE;
    }

    PullPlan plan() {
        return plan;
    }

    /** How many rows there have been. */
    long given() {
        return given;
    }

    boolean done() {
        return stopped || given >= limit;
    }

    @Override
    public boolean accept(Key key, Row value, long timestamp) {
        @Nullable Object[] row = reader.row(key, value, timestamp);
        if (row == null || (plan.where() != null && !plan.where().test(context, row, RowErrors.IGNORED))) {
            return !done();
        }
        List<QueryPlan.Output> columns = plan.columns();
        @Nullable Object[] selected = new @Nullable Object[columns.size()];
        for (int i = 0; i < selected.length; i++) {
            selected[i] = columns.get(i).value().evaluate(context, row, RowErrors.IGNORED);
        }
        return passOn(selected);
    }

    /** Gives a row that was selected already. */
    boolean passOn(@Nullable Object[] selected) {
        if (done()) {
            return false;
        }
        given++;
        stopped = !rows.accept(selected);
        return !done();
    }
}
