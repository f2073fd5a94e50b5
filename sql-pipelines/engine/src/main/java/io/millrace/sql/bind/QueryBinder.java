package io.millrace.sql.bind;

import io.millrace.sql.SqlException.Code;
import io.millrace.sql.batch.Column;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.expr.Expr;
import io.millrace.sql.parse.Expression;
import io.millrace.sql.parse.Query;
import io.millrace.sql.parse.Unparser;
import io.millrace.sql.plan.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Binds one SELECT, clause by clause, from the source up. */
final class QueryBinder {

    private static final int MAX_DEPTH = 64;

    private final Query query;
    private final Bound source;
    private final Map<String, Expression> aliases = new LinkedHashMap<>();
    private final List<Item> items = new ArrayList<>();

    /**
     * A column of the result.
     *
     * @param column set when it comes from a star
     */
    private record Item(String name, @Nullable Expression expression, Scope.@Nullable Column column) {}

    private QueryBinder(Query query, Bound source) {
        this.query = query;
        this.source = source;
    }

    static Bound bind(Query query, Environment outer) {
        Environment environment = outer.within(query);
        if (environment.depth() > MAX_DEPTH) {
            throw Errors.at(
                    query.position(), Code.SYNTAX_ERROR, "queries and views nest more than " + MAX_DEPTH + " deep");
        }
        if (!query.unions().isEmpty()) {
            throw Errors.notSupported(query.unions().getFirst().position(), "UNION");
        }
        if (!query.partitionBy().isEmpty()) {
            throw Errors.notSupported(query.partitionBy().getFirst().position(), "PARTITION BY");
        }
        Bound source = query.from() == null
                ? Bound.of(new Plan.Values(new Schema(List.of()), List.of(List.of())), null)
                : SourceBinder.bind(query.from(), environment);
        return new QueryBinder(query, source).bind();
    }

    /** A projection that keeps all columns and adds some. */
    static Plan extend(Plan input, List<Expr> expressions, List<String> names) {
        List<Expr> all = new ArrayList<>(references(input));
        List<Column> columns = new ArrayList<>(input.schema().columns());
        for (int i = 0; i < expressions.size(); i++) {
            all.add(expressions.get(i));
            columns.add(new Column(names.get(i), expressions.get(i).type()));
        }
        return new Plan.Project(input, all, new Schema(columns));
    }

    static List<Expr> references(Plan plan) {
        return IntStream.range(0, plan.schema().size())
                .<Expr>mapToObj(i -> reference(plan, i))
                .toList();
    }

    static Expr.ColumnRef reference(Plan plan, int index) {
        Column column = plan.schema().column(index);
        return new Expr.ColumnRef(index, column.name(), column.type());
    }

    private Bound bind() {
        for (Query.SelectItem item : query.items()) {
            item(item);
        }
        boolean aggregated = !query.groupBy().isEmpty()
                || query.having() != null
                || query.items().stream().anyMatch(item -> Aggregates.anyIn(item.expression()))
                || query.orderBy().stream().anyMatch(item -> Aggregates.anyIn(item.expression()));
        Plan input = source.plan();
        Expr where = null;
        if (query.where() != null) {
            where = condition(query.where(), new RowNames(source.scope(), aliases, false, "WHERE"), "WHERE");
        }
        return aggregated ? aggregated(input, where) : plain(input, where);
    }

    private void item(Query.SelectItem item) {
        if (item.expression() instanceof Expression.Star star) {
            star(star);
            return;
        }
        String alias = item.alias();
        String name = alias == null ? Unparser.text(item.expression()) : alias;
        if (alias != null) {
            aliases.putIfAbsent(alias, item.expression());
        }
        items.add(new Item(name, item.expression(), null));
    }

    private void star(Expression.Star star) {
        for (String except : star.except()) {
            if (source.scope().find(List.of(except)) == null) {
                throw source.scope().unknown(new Expression.Name(List.of(except), star.position()), List.of());
            }
        }
        int before = items.size();
        for (Scope.Column column : source.scope().columns()) {
            boolean qualified = star.qualifier() == null || column.qualifiers().contains(star.qualifier());
            if (column.visible() && qualified && !star.except().contains(column.name())) {
                items.add(new Item(column.name(), null, column));
            }
        }
        if (items.size() == before) {
            throw Errors.at(
                    star.position(), Code.UNKNOWN_IDENTIFIER, "'" + Unparser.text(star) + "' stands for no column");
        }
    }

    private static Expr condition(Expression expression, Names names, String clause) {
        Expr condition = ExpressionBinder.bind(expression, names);
        boolean number = condition.type().kind().isInteger()
                || condition.type().kind() == io.millrace.sql.type.TypeKind.BOOL
                || condition.type().kind() == io.millrace.sql.type.TypeKind.NOTHING;
        if (!number) {
            throw Errors.at(
                    expression.position(),
                    Code.ILLEGAL_TYPE_OF_ARGUMENT,
                    clause + " needs a condition, found type "
                            + condition.type().text());
        }
        return condition;
    }

    /** A result under way: the plan, and the expressions over it that make the result. */
    private static final class Output {
        private Plan plan;
        private final List<Expr> expressions = new ArrayList<>();
        private final List<String> names = new ArrayList<>();
        private int visible;

        private Output(Plan plan) {
            this.plan = plan;
        }

        private int add(Expr expression, String name) {
            expressions.add(expression);
            names.add(name);
            return expressions.size() - 1;
        }
    }

    private Bound plain(Plan input, @Nullable Expr where) {
        if (query.emit() != null) {
            Emission.checkPlain(query.emit());
        }
        Output output = new Output(input);
        RowNames names = new RowNames(source.scope(), aliases, false, "this query");
        for (Item item : items) {
            Expr expression = item.column != null
                    ? item.column.reference()
                    : ExpressionBinder.bind(java.util.Objects.requireNonNull(item.expression), names);
            output.add(expression, item.name);
        }
        filter(output, where);
        RowNames sorting = new RowNames(source.scope(), aliases, true, "ORDER BY");
        return finish(output, sorting, Map.of());
    }

    /**
     * Filters below the result's expressions. A call that is not the same each time, in the condition and in the
     * result, is computed once, below the filter: both see one value, and {@code lag} sees the rows that the filter
     * drops.
     */
    private void filter(Output output, @Nullable Expr predicate) {
        if (predicate == null) {
            return;
        }
        List<Expr.Call> candidates = new ArrayList<>();
        Exprs.volatileCalls(predicate, candidates);
        Set<String> used = output.expressions.stream()
                .flatMap(expression -> {
                    List<Expr.Call> calls = new ArrayList<>();
                    Exprs.volatileCalls(expression, calls);
                    return calls.stream().map(Expr.Call::text);
                })
                .collect(Collectors.toSet());
        Map<String, Expr.Call> shared = new LinkedHashMap<>();
        for (Expr.Call call : candidates) {
            if (Exprs.isStateful(call) || used.contains(call.text())) {
                shared.putIfAbsent(call.text(), call);
            }
        }
        Expr condition = predicate;
        if (!shared.isEmpty()) {
            int first = output.plan.schema().size();
            output.plan = extend(output.plan, List.copyOf(shared.values()), List.copyOf(shared.keySet()));
            Map<String, Expr> replacements = new HashMap<>();
            int index = first;
            for (String text : shared.keySet()) {
                replacements.put(text, reference(output.plan, index++));
            }
            condition = Exprs.replaceCalls(predicate, replacements);
            output.expressions.replaceAll(expression -> Exprs.replaceCalls(expression, replacements));
        }
        output.plan = new Plan.Filter(output.plan, condition);
    }

    private Bound aggregated(Plan input, @Nullable Expr where) {
        Output below = new Output(input);
        filter(below, where);
        Grouping grouping = new Grouping(source, aliases, below.plan);
        for (Expression key : query.groupBy()) {
            grouping.key(ordinal(key));
        }
        grouping.checkWindow(query);
        GroupNames names = new GroupNames(grouping, false);
        Output output = new Output(below.plan);
        for (Item item : items) {
            Expr expression = item.column != null
                    ? grouping.key(item.column, query.position())
                    : ExpressionBinder.bind(java.util.Objects.requireNonNull(item.expression), names);
            output.add(expression, item.name);
        }
        GroupNames aliasFirst = new GroupNames(grouping, true);
        Expr having = query.having() == null ? null : condition(query.having(), aliasFirst, "HAVING");
        output.visible = output.expressions.size();
        // ORDER BY and LIMIT BY may call aggregates of their own: bound before the operator is made
        Map<Expression, Expr> more = new HashMap<>();
        query.orderBy().forEach(item -> bindAhead(item.expression(), aliasFirst, more));
        if (query.limitBy() != null) {
            query.limitBy().keys().forEach(key -> bindAhead(key, aliasFirst, more));
        }
        Plan aggregate = grouping.plan(Emission.of(query, source, grouping.windowed()));
        output.plan = aggregate;
        output.expressions.replaceAll(grouping::resolve);
        more.replaceAll((written, expression) -> grouping.resolve(expression));
        filter(output, having == null ? null : grouping.resolve(having));
        return finish(output, aliasFirst, more);
    }

    private void bindAhead(Expression expression, Names names, Map<Expression, Expr> bound) {
        if (!(expression instanceof Expression.Numeral)) {
            bound.put(expression, ExpressionBinder.bind(expression, names));
        }
    }

    /** A number in GROUP BY or ORDER BY is the place of an item. */
    private Expression ordinal(Expression expression) {
        if (!(expression instanceof Expression.Numeral number)
                || !number.text().chars().allMatch(Character::isDigit)) {
            return expression;
        }
        int place = place(number);
        Item item = items.get(place);
        return item.expression != null ? item.expression : new Expression.Name(List.of(item.name), number.position());
    }

    private int place(Expression.Numeral number) {
        long place = Literals.count(number, "a place in the SELECT list");
        if (place < 1 || place > items.size()) {
            throw Errors.at(
                    number.position(),
                    Code.BAD_ARGUMENTS,
                    "there is no item " + place + " in the SELECT list of " + items.size());
        }
        return (int) place - 1;
    }

    /** DISTINCT, ORDER BY, LIMIT BY, LIMIT: over the result's columns, and hidden ones that they need. */
    private Bound finish(Output output, Names names, Map<Expression, Expr> bound) {
        output.visible = output.expressions.size();
        List<Plan.SortKey> sortKeys = new ArrayList<>();
        for (Query.OrderItem item : query.orderBy()) {
            int column = column(item.expression(), output, names, bound);
            sortKeys.add(new Plan.SortKey(column, item.ascending(), item.nullsFirst()));
        }
        List<Integer> limitKeys = new ArrayList<>();
        Query.LimitBy limitBy = query.limitBy();
        if (limitBy != null) {
            limitBy.keys().forEach(key -> limitKeys.add(column(key, output, names, bound)));
        }
        Plan plan = project(output);
        if (query.distinct()) {
            if (output.expressions.size() > output.visible) {
                throw Errors.at(
                        query.position(),
                        Code.BAD_ARGUMENTS,
                        "with DISTINCT, ORDER BY and LIMIT BY can use only columns of the SELECT list");
            }
            plan = new Plan.Distinct(plan);
        }
        if (!sortKeys.isEmpty()) {
            checkSortable(plan);
            plan = new Plan.Sort(plan, sortKeys);
        }
        if (limitBy != null) {
            long offset = limitBy.offset() == null ? 0 : Literals.count(limitBy.offset(), "OFFSET");
            plan = new Plan.LimitBy(plan, Literals.count(limitBy.limit(), "LIMIT"), offset, limitKeys);
        }
        if (output.expressions.size() > output.visible) {
            plan = firstColumns(plan, output.visible);
        }
        if (query.limit() != null || query.offset() != null) {
            OptionalLong limit = query.limit() == null
                    ? OptionalLong.empty()
                    : OptionalLong.of(Literals.count(query.limit(), "LIMIT"));
            long offset = query.offset() == null ? 0 : Literals.count(query.offset(), "OFFSET");
            plan = new Plan.Limit(plan, limit, offset);
        }
        return Bound.of(plan, null);
    }

    private int column(Expression expression, Output output, Names names, Map<Expression, Expr> bound) {
        if (expression instanceof Expression.Numeral number) {
            return place(number);
        }
        if (expression instanceof Expression.Name name && name.parts().size() == 1) {
            int index =
                    output.names.subList(0, output.visible).indexOf(name.parts().getFirst());
            if (index >= 0) {
                return index;
            }
        }
        Expr expr = bound.get(expression);
        if (expr == null) {
            expr = ExpressionBinder.bind(expression, names);
        }
        String text = expr.text();
        for (int i = 0; i < output.expressions.size(); i++) {
            if (output.expressions.get(i).text().equals(text)) {
                return i;
            }
        }
        return output.add(expr, Unparser.text(expression));
    }

    private static Plan project(Output output) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < output.expressions.size(); i++) {
            columns.add(
                    new Column(output.names.get(i), output.expressions.get(i).type()));
        }
        return new Plan.Project(output.plan, output.expressions, new Schema(columns));
    }

    private static Plan firstColumns(Plan plan, int count) {
        return new Plan.Project(
                plan,
                references(plan).subList(0, count),
                new Schema(plan.schema().columns().subList(0, count)));
    }

    private void checkSortable(Plan plan) {
        Plan below = plan;
        while (below instanceof Plan.Project || below instanceof Plan.Filter || below instanceof Plan.Distinct) {
            below = below.inputs().getFirst();
        }
        boolean emissions =
                below instanceof Plan.Aggregate || below instanceof Plan.Sort || below instanceof Plan.LimitBy;
        if (!emissions && !Bound.bounded(plan)) {
            throw Errors.at(
                    query.orderBy().getFirst().expression().position(),
                    Code.NOT_SUPPORTED,
                    "ORDER BY needs an aggregation or a bounded input: a stream has no end to sort it at"
                            + " (table(...) reads what is stored)");
        }
    }
}
