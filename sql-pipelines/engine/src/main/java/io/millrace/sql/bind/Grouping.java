package io.millrace.sql.bind;

import io.millrace.sql.SqlException.Code;
import io.millrace.sql.batch.Column;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.expr.Expr;
import io.millrace.sql.function.AggregateFunction;
import io.millrace.sql.function.Functions;
import io.millrace.sql.parse.Expression;
import io.millrace.sql.parse.Position;
import io.millrace.sql.parse.Query;
import io.millrace.sql.parse.Unparser;
import io.millrace.sql.plan.Emit;
import io.millrace.sql.plan.Plan;
import io.millrace.sql.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An aggregation under way: its keys and the calls found so far. Until all calls are known, expressions over the groups
 * name calls by numbers from {@link #CALLS} and the version by {@link #VERSION}; {@link #resolve} settles them.
 */
final class Grouping {

    private static final int CALLS = 1_000_000;
    private static final int VERSION = 2_000_000;

    private final Bound source;
    private final Map<String, Expression> aliases;
    private final Plan input;
    private final List<Expr> keys = new ArrayList<>();
    private final List<String> keyNames = new ArrayList<>();
    private final List<Plan.AggregateCall> calls = new ArrayList<>();
    private boolean version;

    Grouping(Bound source, Map<String, Expression> aliases, Plan input) {
        this.source = source;
        this.aliases = aliases;
        this.input = input;
    }

    Scope scope() {
        return source.scope();
    }

    Map<String, Expression> aliases() {
        return aliases;
    }

    /** Adds a key of GROUP BY. */
    void key(Expression expression) {
        if (Aggregates.anyIn(expression)) {
            throw Errors.at(
                    expression.position(), Code.ILLEGAL_AGGREGATION, "GROUP BY cannot contain an aggregate function");
        }
        Expr key = ExpressionBinder.bind(expression, new RowNames(scope(), aliases, true, "GROUP BY"));
        if (find(key) < 0) {
            keys.add(key);
            keyNames.add(key instanceof Expr.ColumnRef column ? column.name() : Unparser.text(expression));
        }
    }

    /** The place of a key, -1 when the expression is none. */
    private int find(Expr expression) {
        String text = expression.text();
        for (int i = 0; i < keys.size(); i++) {
            Expr key = keys.get(i);
            boolean same = key instanceof Expr.ColumnRef column
                    ? expression instanceof Expr.ColumnRef other && other.index() == column.index()
                    : !(expression instanceof Expr.ColumnRef) && key.text().equals(text);
            if (same) {
                return i;
            }
        }
        return -1;
    }

    /** The group's value of an expression over rows; null when it is no key. */
    @Nullable
    Expr keyReference(Expr expression) {
        int index = find(expression);
        return index < 0
                ? null
                : new Expr.ColumnRef(index, keyNames.get(index), keys.get(index).type());
    }

    /** The group's value of a column that a star stands for. */
    Expr key(Scope.Column column, Position position) {
        Expr key = keyReference(column.reference());
        if (key == null) {
            throw notAKey(column.name(), position);
        }
        return key;
    }

    static RuntimeException notAKey(String name, Position position) {
        return Errors.at(
                position,
                Code.NOT_AN_AGGREGATE,
                "column '" + name + "' is neither in an aggregate function nor in GROUP BY");
    }

    boolean hasComputedKeys() {
        return keys.stream().anyMatch(key -> !(key instanceof Expr.ColumnRef));
    }

    /** Adds a call of an aggregate, or finds it. */
    Expr call(Expression.Call call) {
        if (call.over() != null) {
            throw Errors.notSupported(call.position(), call.name() + "(...) OVER");
        }
        AggregateFunction function = Functions.aggregate(call.name());
        if (function == null) {
            throw ExpressionBinder.unknownFunction(call.name(), call.position());
        }
        RowNames names = new RowNames(scope(), aliases, false, "an aggregate function");
        List<Expr> arguments = call.arguments().stream()
                .map(argument -> ExpressionBinder.bind(argument, names))
                .toList();
        DataType type = ExpressionBinder.located(() -> function.resolve(arguments), call.position());
        String name = Unparser.text(call);
        Plan.AggregateCall added = new Plan.AggregateCall(function, arguments, call.distinct(), type, name);
        int index = calls.indexOf(added);
        if (index < 0) {
            index = calls.size();
            calls.add(added);
        }
        return new Expr.ColumnRef(CALLS + index, name, type);
    }

    Expr version() {
        version = true;
        return new Expr.ColumnRef(VERSION, "emit_version()", DataType.INT64);
    }

    private boolean isWindowColumn(Expr key) {
        return key instanceof Expr.ColumnRef column
                && source.windowStart() >= 0
                && (column.index() == source.windowStart() || column.index() == source.windowEnd());
    }

    boolean windowed() {
        return keys.stream().anyMatch(this::isWindowColumn);
    }

    void checkWindow(Query query) {
        if (source.windowStart() >= 0 && !windowed()) {
            Position position = query.groupBy().isEmpty()
                    ? query.position()
                    : query.groupBy().getFirst().position();
            throw Errors.at(
                    position,
                    Code.WINDOW_COLUMN_NOT_REFERENCED,
                    "an aggregation over windows needs window_start or window_end in GROUP BY");
        }
    }

    /** The operator, once every clause was bound. */
    Plan plan(Emit emit) {
        Plan below = input;
        List<Integer> indexes = new ArrayList<>();
        List<Expr> computed = new ArrayList<>();
        List<String> computedNames = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            Expr key = keys.get(i);
            if (key instanceof Expr.ColumnRef column) {
                indexes.add(column.index());
            } else {
                indexes.add(input.schema().size() + computed.size());
                computed.add(key);
                computedNames.add(keyNames.get(i));
            }
            columns.add(new Column(keyNames.get(i), key.type()));
        }
        if (!computed.isEmpty()) {
            below = QueryBinder.extend(input, computed, computedNames);
        }
        calls.forEach(call -> columns.add(new Column(call.text(), call.type())));
        if (version) {
            columns.add(new Column("emit_version()", DataType.INT64));
        }
        boolean windowed = windowed();
        return new Plan.Aggregate(
                below,
                indexes,
                calls,
                windowed ? source.windowStart() : -1,
                windowed ? source.windowEnd() : -1,
                emit,
                version,
                Bound.bounded(input),
                new Schema(columns));
    }

    /** The expression over the operator's columns. */
    Expr resolve(Expr expression) {
        return Exprs.mapColumns(expression, column -> {
            Expr.ColumnRef reference = (Expr.ColumnRef) column;
            int index = reference.index();
            if (index < CALLS) {
                return reference;
            }
            int place = index == VERSION ? keys.size() + calls.size() : keys.size() + index - CALLS;
            return new Expr.ColumnRef(place, reference.name(), reference.type());
        });
    }
}
