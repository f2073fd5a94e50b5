package io.millrace.sql.exec.stage;

import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.expr.Compiler;
import io.millrace.sql.expr.Evaluator;
import io.millrace.sql.expr.Expr;
import io.millrace.sql.function.KernelContext;
import java.util.List;

/** Expressions of one stage, ready to be computed for one running query. Used by one thread. */
final class Expressions {

    private final Evaluator evaluator;

    Expressions(List<Expr> expressions, QueryContext context) {
        this.evaluator = Compiler.compile(expressions, new KernelContext(context.ticker(), context.nextSeed()));
    }

    /** One vector per expression, each of at least the batch's size. */
    Vector[] evaluate(RowBatch batch) {
        return evaluator.evaluate(batch);
    }
}
