package io.millrace.ksql.plan;

import io.millrace.ksql.KsqlException;
import io.millrace.ksql.ast.Expression;
import io.millrace.ksql.ast.Query;
import io.millrace.ksql.ast.Query.Emit;
import io.millrace.ksql.ast.Statement.Kind;
import io.millrace.ksql.ast.WindowClause;
import io.millrace.ksql.expr.ExpressionCompiler;
import io.millrace.ksql.expr.Scope;
import io.millrace.ksql.expr.TypedExpression;
import io.millrace.ksql.parse.Expressions;
import io.millrace.ksql.plan.QueryPlan.Output;
import io.millrace.ksql.type.SqlType.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** From a streaming SELECT to its plan. */
final class QueryAnalyzer {

    private final Context context;
    private final Query query;
    private final boolean persistent;
    private final Origins origins;
    private final RowScope scope;
    private final ExpressionCompiler compiler;

    /**
     * For one query.
     *
     * @param persistent whether its result is a stream or table: then the key must be complete
     */
    QueryAnalyzer(Context context, Query query, boolean persistent) {
        this.context = context;
        this.query = query;
        this.persistent = persistent;
        this.origins = Origins.of(query.from(), context);
        this.scope = new RowScope(origins.origin().layout());
        this.compiler = context.compiler(scope);
    }

    QueryPlan plan() {
        List<Selection.Item> items = Selection.of(query.items(), origins, compiler, !persistent);
        TypedExpression where =
                query.where() == null ? null : compiler.condition(TimeTexts.replaced(query.where()), "WHERE");
        checkClauses(items);
        return query.groupBy().isEmpty() ? simple(items, where) : aggregated(items, where);
    }

    private void checkClauses(List<Selection.Item> items) {
        boolean grouped = !query.groupBy().isEmpty();
        if (!grouped && query.window() != null) {
            throw KsqlException.at(query.window().position(), "WINDOW needs GROUP BY");
        }
        if (!grouped && query.having() != null) {
            throw KsqlException.at(query.having().position(), "HAVING needs GROUP BY; use WHERE for single rows");
        }
        if (grouped && !query.partitionBy().isEmpty()) {
            throw KsqlException.at(
                    query.partitionBy().getFirst().position(),
                    "GROUP BY and PARTITION BY cannot be combined: grouping decides the key already");
        }
        if (query.emit() == Emit.FINAL && query.window() == null) {
            throw KsqlException.at(
                    query.position(), "EMIT FINAL needs a WINDOW: only a window has an end. Use EMIT CHANGES");
        }
        if (!grouped) {
            for (Selection.Item item : items) {
                refuseAggregates(item.value());
            }
        }
    }

    private void refuseAggregates(Expression expression) {
        for (Expression part : Expressions.all(expression)) {
            if (part instanceof Expression.Call call && context.functions().isAggregate(call.name())) {
                throw KsqlException.at(call.position(), call.name() + " is an aggregate and needs GROUP BY");
            }
        }
    }

    private QueryPlan simple(List<Selection.Item> items, @Nullable TypedExpression where) {
        boolean table = origins.origin().isTable();
        if (table && !query.partitionBy().isEmpty()) {
            throw KsqlException.at(
                    query.partitionBy().getFirst().position(),
                    "PARTITION BY works on streams; the key of a table is what its rows are");
        }
        List<TypedExpression> partitionBy =
                query.partitionBy().stream().map(compiler::compile).toList();
        List<QueryPlan.TableFunction> tableFunctions = tableFunctions(items, table);
        Keys keys = partitionBy.isEmpty() ? origins.keys() : newKeys(partitionBy);
        List<Output> columns = new Projection(scope, compiler, keys, persistent, "key").columns(items);
        return new QueryPlan(
                origins.origin(),
                tableFunctions,
                where,
                partitionBy,
                null,
                columns,
                table ? Kind.TABLE : Kind.STREAM,
                partitionBy.isEmpty() ? Origins.windowing(origins.origin()) : null,
                query.emit() == Emit.NONE ? Emit.CHANGES : query.emit(),
                query.limit());
    }

    private Keys newKeys(List<TypedExpression> partitionBy) {
        List<Keys.Part> parts = new ArrayList<>();
        for (TypedExpression expression : partitionBy) {
            if (expression.type() != Scalar.NULL) {
                parts.add(part(expression));
            } else if (partitionBy.size() > 1) {
                throw KsqlException.at(expression.source().position(), "PARTITION BY NULL takes no other expressions");
            }
        }
        return new Keys(parts);
    }

    private Keys.Part part(TypedExpression expression) {
        String canonical = scope.canonical(expression.source());
        return new Keys.Part(-1, expression.text(), List.of(canonical), expression.text());
    }

    /** Plans the calls of table functions, whose elements lie behind the origin's columns. */
    private List<QueryPlan.TableFunction> tableFunctions(List<Selection.Item> items, boolean table) {
        List<QueryPlan.TableFunction> functions = new ArrayList<>();
        List<Scope.Place> places = new ArrayList<>();
        List<String> meanings = new ArrayList<>();
        for (Selection.Item item : items) {
            for (Expression part : Expressions.all(item.value())) {
                if (part instanceof Expression.Call call && context.functions().isTable(call.name())) {
                    if (table) {
                        throw KsqlException.at(call.position(), call.name() + " works on streams, not on tables");
                    }
                    TypedExpression value = compiler.compileTable(call);
                    places.add(new Scope.Place(origins.origin().layout().size() + functions.size(), value.type()));
                    meanings.add(scope.canonical(call));
                    functions.add(new QueryPlan.TableFunction(call.name(), value));
                }
            }
        }
        for (int i = 0; i < places.size(); i++) {
            scope.computed(meanings.get(i), places.get(i));
        }
        return functions;
    }

    private QueryPlan aggregated(List<Selection.Item> items, @Nullable TypedExpression where) {
        boolean table = origins.origin().isTable();
        WindowClause window = query.window();
        if (table && window != null) {
            throw KsqlException.at(window.position(), "WINDOW works on streams, not on tables");
        }
        Grouping grouping = new Grouping(context, scope, compiler, query, table);
        Aggregation aggregation = grouping.aggregation(items);
        ExpressionCompiler after = context.compiler(grouping.scope());
        List<Output> columns =
                new Projection(grouping.scope(), after, grouping.keys(), persistent, "grouping").columns(items);
        return new QueryPlan(
                origins.origin(),
                List.of(),
                where,
                List.of(),
                aggregation,
                columns,
                Kind.TABLE,
                windowing(window),
                query.emit() == Emit.NONE ? Emit.CHANGES : query.emit(),
                query.limit());
    }

    private static DataSource.@Nullable Windowing windowing(@Nullable WindowClause window) {
        return switch (window) {
            case null -> null;
            case WindowClause.Tumbling tumbling ->
                new DataSource.Windowing(DataSource.Windowing.Type.TUMBLING, tumbling.size());
            case WindowClause.Hopping hopping ->
                new DataSource.Windowing(DataSource.Windowing.Type.HOPPING, hopping.size());
            case WindowClause.Session _ -> new DataSource.Windowing(DataSource.Windowing.Type.SESSION, null);
        };
    }

    /** Refuses a result of the other kind. */
    static void checkKind(Kind wanted, QueryPlan plan, Query query) {
        if (plan.kind() != wanted) {
            String is = plan.kind().name().toLowerCase(Locale.ROOT);
            throw KsqlException.at(
                    query.position(), "the query gives a " + is + ": write CREATE " + plan.kind() + " ... AS SELECT");
        }
    }
}
