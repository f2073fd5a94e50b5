package io.millrace.ksql.plan;

import io.millrace.core.time.Ticker;
import io.millrace.ksql.KsqlException;
import io.millrace.ksql.ast.Expression;
import io.millrace.ksql.ast.Query;
import io.millrace.ksql.ast.Relation;
import io.millrace.ksql.expr.ExpressionCompiler;
import io.millrace.ksql.expr.TypedExpression;
import io.millrace.ksql.parse.Expressions;
import io.millrace.ksql.plan.QueryPlan.Output;
import io.millrace.sql.parse.Position;
import java.util.List;

/** From a SELECT without EMIT to its plan. */
final class PullAnalyzer {

    private final Context context;
    private final Query query;
    private final Ticker ticker;

    PullAnalyzer(Context context, Query query, Ticker ticker) {
        this.context = context;
        this.query = query;
        this.ticker = ticker;
    }

    PullPlan plan() {
        if (!(query.from() instanceof Relation.Source source)) {
            throw refused(query.from().position(), "JOIN");
        }
        if (query.window() != null) {
            throw refused(query.window().position(), "WINDOW");
        }
        if (query.having() != null) {
            throw refused(query.having().position(), "HAVING");
        }
        List<Expression> grouping = query.groupBy().isEmpty() ? query.partitionBy() : query.groupBy();
        if (!grouping.isEmpty()) {
            throw refused(grouping.getFirst().position(), query.groupBy().isEmpty() ? "PARTITION BY" : "GROUP BY");
        }
        Origins origins = Origins.source(source, context.metastore());
        RowScope scope = new RowScope(origins.origin().layout());
        ExpressionCompiler compiler = context.compiler(scope);
        List<Selection.Item> items = Selection.of(query.items(), origins, compiler, true);
        items.forEach(item -> refuseAggregates(item.value()));
        List<Output> columns = new Projection(scope, compiler, origins.keys(), false, "key").columns(items);
        Expression condition = query.where() == null ? null : TimeTexts.replaced(query.where());
        TypedExpression where = condition == null ? null : compiler.condition(condition, "WHERE");
        Lookups lookups = new Lookups(context, scope, (Origin.Source) origins.origin(), ticker);
        if (condition != null) {
            lookups.read(condition);
        }
        return new PullPlan(
                (Origin.Source) origins.origin(), lookups.keys(), lookups.bounds(), where, columns, query.limit());
    }

    private void refuseAggregates(Expression expression) {
        for (Expression part : Expressions.all(expression)) {
            if (part instanceof Expression.Call call && context.functions().isAggregate(call.name())) {
                throw refused(call.position(), call.name());
            }
        }
    }

    private static KsqlException refused(Position position, String what) {
        return KsqlException.at(
                position,
                what
                        + " needs EMIT CHANGES: a query without it reads what a table holds now. To read its result that way,"
                        + " first make a table of it with CREATE TABLE ... AS SELECT");
    }
}
