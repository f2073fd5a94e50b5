package io.millrace.sql.exec;

import io.millrace.core.time.Ticker;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.batch.Vectors;
import io.millrace.sql.exec.relation.RowReader;
import io.millrace.sql.expr.Expr;
import io.millrace.sql.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives constant rows. */
final class ValuesReader implements RowReader {

    private final Plan.Values values;
    private final Ticker ticker;
    private boolean given;

    ValuesReader(Plan.Values values, Ticker ticker) {
        this.values = values;
        this.ticker = ticker;
    }

    @Override
    public long due() {
        return given ? NEVER : ticker.nanos();
    }

    @Override
    public @Nullable RowBatch next() {
        if (given) {
            return null;
        }
        given = true;
        int rows = values.rows().size();
        Vector[] vectors = new Vector[values.schema().size()];
        for (int column = 0; column < vectors.length; column++) {
            List<@Nullable Object> items = new ArrayList<>(rows);
            for (List<Expr.Literal> row : values.rows()) {
                items.add(row.get(column).value());
            }
            vectors[column] = Vectors.of(values.schema().column(column).type(), items);
        }
        return new RowBatch(values.schema(), rows, vectors);
    }

    @Override
    public boolean ended() {
        return given;
    }

    @Override
    public void close() {
        // nothing is held
    }
}
