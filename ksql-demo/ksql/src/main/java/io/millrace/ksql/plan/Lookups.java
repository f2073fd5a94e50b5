package io.millrace.ksql.plan;

import io.millrace.core.time.Ticker;
import io.millrace.ksql.ast.Expression;
import io.millrace.ksql.ast.Expression.Comparison;
import io.millrace.ksql.ast.Expression.Comparison.Sign;
import io.millrace.ksql.expr.RowContext;
import io.millrace.ksql.expr.RowException;
import io.millrace.ksql.expr.TypedExpression;
import io.millrace.ksql.parse.Expressions;
import io.millrace.ksql.type.Casts;
import io.millrace.ksql.type.Coercion;
import io.millrace.ksql.type.Converter;
import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.Scalar;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Finds in a condition which keys and windows can fulfil it. Only what every row must fulfil counts: the parts joined
 * by AND. What is not understood is left to the condition itself, which tests every row anyway.
 */
final class Lookups {

    /** More keys than this are found faster by looking through the table. */
    private static final int MAX_KEYS = 10_000;

    private final Context context;
    private final RowScope scope;
    private final Origin.Source origin;
    private final Ticker ticker;
    private final List<@Nullable Set<Object>> wanted = new ArrayList<>();
    private final Range start = new Range();
    private final Range end = new Range();

    /** Both ends included. */
    private static final class Range {
        private long from = Long.MIN_VALUE;
        private long to = Long.MAX_VALUE;

        void atLeast(long value) {
            from = Math.max(from, value);
        }

        void atMost(long value) {
            to = Math.min(to, value);
        }
    }

    Lookups(Context context, RowScope scope, Origin.Source origin, Ticker ticker) {
        this.context = context;
        this.scope = scope;
        this.origin = origin;
        this.ticker = ticker;
        origin.source().schema().keys().forEach(_ -> wanted.add(null));
    }

    void read(Expression condition) {
        switch (condition) {
            case Expression.Logical logical
            when logical.and() -> {
                read(logical.left());
                read(logical.right());
            }
            case Comparison comparison -> compare(comparison);
            case Expression.In in when !in.negated() && place(in.value()) >= 0 -> in(in);
            case Expression.Between between
            when !between.negated() -> {
                bound(place(between.value()), Sign.GREATER_OR_EQUAL, between.low());
                bound(place(between.value()), Sign.LESS_OR_EQUAL, between.high());
            }
            default -> {}
        }
    }

    private void compare(Comparison comparison) {
        int left = place(comparison.left());
        if (left >= 0) {
            relate(left, comparison.sign(), comparison.right());
            return;
        }
        int right = place(comparison.right());
        if (right >= 0) {
            relate(right, turned(comparison.sign()), comparison.left());
        }
    }

    private static Sign turned(Sign sign) {
        return switch (sign) {
            case LESS -> Sign.GREATER;
            case LESS_OR_EQUAL -> Sign.GREATER_OR_EQUAL;
            case GREATER -> Sign.LESS;
            case GREATER_OR_EQUAL -> Sign.LESS_OR_EQUAL;
            case EQUAL, NOT_EQUAL, IS_DISTINCT, IS_NOT_DISTINCT -> sign;
        };
    }

    private void relate(int place, Sign sign, Expression constant) {
        if (place < wanted.size()) {
            Object value = sign == Sign.EQUAL ? constant(constant, slotType(place)) : null;
            if (value != null) {
                restrict(place, Set.of(value));
            }
        } else {
            bound(place, sign, constant);
        }
    }

    private void in(Expression.In in) {
        int place = place(in.value());
        if (place >= wanted.size()) {
            return;
        }
        Set<Object> values = new LinkedHashSet<>();
        for (Expression item : in.items()) {
            Object value = constant(item, slotType(place));
            if (value == null) {
                return;
            }
            values.add(value);
        }
        restrict(place, values);
    }

    private void restrict(int place, Set<Object> values) {
        Set<Object> old = wanted.get(place);
        Set<Object> both = new LinkedHashSet<>(values);
        if (old != null) {
            both.retainAll(old);
        }
        wanted.set(place, both);
    }

    private void bound(int place, Sign sign, Expression constant) {
        if (place < wanted.size()) {
            return;
        }
        String name = origin.layout().slots().get(place).name();
        Range range = name.equals(Origins.WINDOWSTART) ? start : name.equals(Origins.WINDOWEND) ? end : null;
        Object value = range == null ? null : constant(constant, Scalar.BIGINT);
        if (range == null || !(value instanceof Long millis)) {
            return;
        }
        switch (sign) {
            case EQUAL -> {
                range.atLeast(millis);
                range.atMost(millis);
            }
            case GREATER -> range.atLeast(millis == Long.MAX_VALUE ? millis : millis + 1);
            case GREATER_OR_EQUAL -> range.atLeast(millis);
            case LESS -> range.atMost(millis == Long.MIN_VALUE ? millis : millis - 1);
            case LESS_OR_EQUAL -> range.atMost(millis);
            case NOT_EQUAL, IS_DISTINCT, IS_NOT_DISTINCT -> {}
        }
    }

    private int place(Expression expression) {
        return expression instanceof Expression.Name name ? scope.column(name).index() : -1;
    }

    private SqlType slotType(int place) {
        return origin.layout().slots().get(place).type();
    }

    /** Value of an expression without columns, exactly in that type; null when it is none. */
    private @Nullable Object constant(Expression expression, SqlType type) {
        if (Expressions.all(expression).stream().anyMatch(Expression.Name.class::isInstance)) {
            return null;
        }
        TypedExpression typed = context.compiler(Constants.SCOPE).compile(expression);
        Converter converter = Coercion.of(typed.type(), type);
        if (converter == null && typed.type() == Scalar.STRING) {
            converter = Casts.of(typed.type(), type);
        }
        if (converter == null) {
            return null;
        }
        try {
            Object value = typed.code().evaluate(new RowContext(ticker, RandomGenerator.getDefault()));
            return value == null ? null : converter.convert(value);
        } catch (RowException | IllegalArgumentException | ArithmeticException | DateTimeException e) {
            return null;
        }
    }

    /** What to look up, null when the condition does not fix every column of the key. */
    @Nullable
    List<List<Object>> keys() {
        List<List<Object>> keys = new ArrayList<>(List.of(List.of()));
        for (Set<Object> values : wanted) {
            if (values == null || (long) keys.size() * values.size() > MAX_KEYS) {
                return null;
            }
            List<List<Object>> longer = new ArrayList<>();
            for (List<Object> key : keys) {
                for (Object value : values) {
                    List<Object> next = new ArrayList<>(key);
                    next.add(value);
                    longer.add(next);
                }
            }
            keys = longer;
        }
        return wanted.isEmpty() ? null : keys;
    }

    PullPlan.Bounds bounds() {
        return new PullPlan.Bounds(start.from, start.to, end.from, end.to);
    }
}
