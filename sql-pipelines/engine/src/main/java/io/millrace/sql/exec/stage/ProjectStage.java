package io.millrace.sql.exec.stage;

import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.expr.Expr;
import java.util.List;

/** Computes one column per expression. */
final class ProjectStage extends Step {

    private final Expressions expressions;
    private final Schema schema;

    ProjectStage(List<Expr> expressions, Schema schema, QueryContext context, Stage next) {
        super(next);
        this.expressions = new Expressions(expressions, context);
        this.schema = schema;
    }

    @Override
    public void push(RowBatch batch) {
        if (batch.size() > 0) {
            next.push(new RowBatch(schema, batch.size(), expressions.evaluate(batch)));
        }
    }
}
