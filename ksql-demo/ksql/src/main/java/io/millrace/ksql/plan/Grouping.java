package io.millrace.ksql.plan;

import io.millrace.ksql.KsqlException;
import io.millrace.ksql.ast.Expression;
import io.millrace.ksql.ast.Expression.Literal;
import io.millrace.ksql.ast.Query;
import io.millrace.ksql.expr.ExpressionCompiler;
import io.millrace.ksql.expr.Scope;
import io.millrace.ksql.expr.TypedExpression;
import io.millrace.ksql.function.Aggregate;
import io.millrace.ksql.function.AggregateFunction;
import io.millrace.ksql.parse.ExpressionText;
import io.millrace.ksql.parse.Expressions;
import io.millrace.ksql.plan.Layout.Role;
import io.millrace.ksql.plan.Layout.Slot;
import io.millrace.ksql.type.SqlType.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** GROUP BY: what is computed per group, and what can be said about a group afterwards. */
final class Grouping {

    private final Context context;
    private final RowScope before;
    private final ExpressionCompiler compiler;
    private final Query query;
    private final boolean table;
    private final List<TypedExpression> groupBy;
    private final Map<String, Aggregation.Call> calls = new LinkedHashMap<>();
    private @Nullable GroupScope after;

    Grouping(Context context, RowScope before, ExpressionCompiler compiler, Query query, boolean table) {
        this.context = context;
        this.before = before;
        this.compiler = compiler;
        this.query = query;
        this.table = table;
        this.groupBy = query.groupBy().stream().map(this::groupExpression).toList();
    }

    private TypedExpression groupExpression(Expression expression) {
        for (Expression part : Expressions.all(expression)) {
            if (part instanceof Expression.Call call && context.functions().isAggregate(call.name())) {
                throw KsqlException.at(call.position(), "GROUP BY cannot contain the aggregate " + call.name());
            }
        }
        TypedExpression typed = compiler.compile(expression);
        if (expression instanceof Literal) {
            throw KsqlException.at(
                    expression.position(),
                    "GROUP BY needs columns or expressions of them, not the constant " + typed.text());
        }
        return typed;
    }

    Aggregation aggregation(List<Selection.Item> items) {
        items.forEach(item -> collect(item.value()));
        if (query.having() != null) {
            collect(query.having());
        }
        Layout layout = layout();
        GroupScope scope = new GroupScope(layout, before);
        after = scope;
        register(scope);
        TypedExpression having =
                query.having() == null ? null : context.compiler(scope).condition(query.having(), "HAVING");
        return new Aggregation(groupBy, query.window(), List.copyOf(calls.values()), layout, having);
    }

    GroupScope scope() {
        if (after == null) {
            throw new IllegalStateException("the aggregation is not analysed yet");
        }
        return after;
    }

    /** The key of the groups, in terms of the rows before grouping. */
    Keys keys() {
        List<Keys.Part> parts = new ArrayList<>();
        for (int i = 0; i < groupBy.size(); i++) {
            TypedExpression expression = groupBy.get(i);
            parts.add(new Keys.Part(
                    i, expression.text(), List.of(before.canonical(expression.source())), expression.text()));
        }
        return new Keys(parts);
    }

    /** Finds the aggregates within an expression. */
    private void collect(Expression expression) {
        if (expression instanceof Expression.Call call && context.functions().isAggregate(call.name())) {
            calls.computeIfAbsent(before.canonical(call), _ -> call(call));
            return;
        }
        Expressions.parts(expression).forEach(this::collect);
    }

    private Aggregation.Call call(Expression.Call call) {
        AggregateFunction function = context.functions().aggregate(call);
        List<Expression> arguments = call.arguments().stream()
                .filter(argument -> !(argument instanceof Expression.Star))
                .toList();
        if (arguments.size() < call.arguments().size() && !call.name().equals("COUNT")) {
            throw KsqlException.at(call.position(), call.name() + "(*) does not exist: only COUNT takes '*'");
        }
        int values = function.values(arguments.size());
        List<TypedExpression> typed =
                arguments.subList(0, values).stream().map(compiler::compile).toList();
        List<@Nullable Object> constants = new ArrayList<>();
        for (Expression argument : arguments.subList(values, arguments.size())) {
            constants.add(constant(call, argument));
        }
        try {
            Aggregate aggregate =
                    function.bind(typed.stream().map(TypedExpression::type).toList(), constants);
            checkTable(call, aggregate);
            return new Aggregation.Call(call.name(), typed, aggregate);
        } catch (IllegalArgumentException e) {
            throw KsqlException.at(call.position(), call.name() + ": " + e.getMessage());
        }
    }

    private static @Nullable Object constant(Expression.Call call, Expression argument) {
        if (argument instanceof Literal literal) {
            return literal.value();
        }
        throw KsqlException.at(
                argument.position(),
                call.name() + ": " + ExpressionText.of(argument) + " must be a constant, the same for all rows");
    }

    private void checkTable(Expression.Call call, Aggregate aggregate) {
        if (table && !aggregate.canUndo()) {
            throw KsqlException.at(
                    call.position(),
                    call.name() + " works on streams, not on tables: it cannot take back a row that changes");
        }
    }

    private Layout layout() {
        List<Slot> slots = new ArrayList<>();
        for (TypedExpression expression : groupBy) {
            String name = expression.source() instanceof Expression.Name column ? column.name() : expression.text();
            slots.add(new Slot(null, name, expression.type(), Role.KEY));
        }
        for (Aggregation.Call call : calls.values()) {
            slots.add(new Slot(null, call.function(), call.aggregate().type(), Role.VALUE));
        }
        if (query.window() != null) {
            slots.add(new Slot(null, Origins.WINDOWSTART, Scalar.BIGINT, Role.PSEUDO));
            slots.add(new Slot(null, Origins.WINDOWEND, Scalar.BIGINT, Role.PSEUDO));
        }
        slots.add(new Slot(null, Origins.ROWTIME, Scalar.BIGINT, Role.PSEUDO));
        return new Layout(slots);
    }

    private void register(GroupScope scope) {
        for (int i = 0; i < groupBy.size(); i++) {
            TypedExpression expression = groupBy.get(i);
            scope.computed(before.canonical(expression.source()), new Scope.Place(i, expression.type()));
        }
        int at = groupBy.size();
        for (Map.Entry<String, Aggregation.Call> call : calls.entrySet()) {
            scope.computed(
                    call.getKey(),
                    new Scope.Place(at++, call.getValue().aggregate().type()));
        }
    }

    /**
     * Names behind a grouping: groups' expressions and aggregates by their meaning before it, and the window's ends.
     */
    static final class GroupScope extends RowScope {

        private final Layout layout;
        private final RowScope before;

        GroupScope(Layout layout, RowScope before) {
            super(layout);
            this.layout = layout;
            this.before = before;
        }

        @Override
        String canonical(Expression expression) {
            return before.canonical(expression);
        }

        @Override
        public Place column(Expression.Name name) {
            for (int i = 0; i < layout.size(); i++) {
                Slot slot = layout.slots().get(i);
                if (slot.role() == Role.PSEUDO
                        && name.source() == null
                        && slot.name().equals(name.name())) {
                    return new Place(i, slot.type());
                }
            }
            before.column(name);
            Set<String> keys = new LinkedHashSet<>();
            layout.slots().stream().filter(slot -> slot.role() == Role.KEY).forEach(slot -> keys.add(slot.name()));
            throw KsqlException.at(
                    name.position(),
                    ExpressionText.of(name) + " is not one value per group: put it into GROUP BY (now "
                            + String.join(", ", keys) + ") or into an aggregate such as LATEST_BY_OFFSET");
        }
    }
}
