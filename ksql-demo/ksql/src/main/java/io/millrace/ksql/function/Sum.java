package io.millrace.ksql.function;

import io.millrace.ksql.type.Decimals;
import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.Decimal;
import io.millrace.ksql.type.SqlType.Scalar;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** SUM: of the argument's own type; 0 for a group without values. Whole numbers overflow silently, decimals fail. */
final class Sum implements Aggregate {

    private final SqlType type;

    Sum(SqlType type) {
        this.type = type;
    }

    @Override
    public SqlType stateType() {
        return type;
    }

    @Override
    public SqlType type() {
        return type;
    }

    @Override
    public Object add(@Nullable Object state, @Nullable Object[] arguments, long offset) {
        return plus(result(state), arguments[0], 1);
    }

    @Override
    public Object merge(@Nullable Object first, @Nullable Object second) {
        return plus(result(first), second, 1);
    }

    @Override
    public Object result(@Nullable Object state) {
        return state == null ? Numbers.zero(type) : state;
    }

    @Override
    public boolean canUndo() {
        return true;
    }

    @Override
    public Object undo(@Nullable Object state, @Nullable Object[] arguments) {
        return plus(result(state), arguments[0], -1);
    }

    private Object plus(Object sum, @Nullable Object value, int sign) {
        return value == null ? sum : Numbers.plus(type, sum, value, sign);
    }

    /** Sums of each number type. */
    static final class Numbers {

        private Numbers() {}

        static Object zero(SqlType type) {
            if (type instanceof Decimal decimal) {
                return BigDecimal.ZERO.setScale(decimal.scale());
            }
            if (type == Scalar.INTEGER) {
                return 0;
            }
            return type == Scalar.BIGINT ? (Object) 0L : (Object) 0.0;
        }

        static Object plus(SqlType type, Object sum, Object value, int sign) {
            if (type instanceof Decimal decimal) {
                BigDecimal part = (BigDecimal) value;
                return Decimals.fit(((BigDecimal) sum).add(sign < 0 ? part.negate() : part), decimal);
            }
            if (type == Scalar.INTEGER) {
                return (Integer) sum + sign * (Integer) value;
            }
            return type == Scalar.BIGINT
                    ? (Object) ((Long) sum + sign * (Long) value)
                    : (Object) ((Double) sum + sign * (Double) value);
        }
    }
}
