package io.millrace.ksql.type;

import io.millrace.ksql.type.SqlType.Scalar;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** The order of values of one type. */
public final class Ordering {

    private Ordering() {}

    /** The order, null for types without one: BOOLEAN, ARRAY, MAP, STRUCT. */
    public static @Nullable Comparator<Object> of(SqlType type) {
        if (type instanceof SqlType.Decimal) {
            return (a, b) -> ((BigDecimal) a).compareTo((BigDecimal) b);
        }
        if (!(type instanceof Scalar scalar)) {
            return null;
        }
        return switch (scalar) {
            case INTEGER -> (a, b) -> Integer.compare((Integer) a, (Integer) b);
            case BIGINT -> (a, b) -> Long.compare((Long) a, (Long) b);
            case DOUBLE -> (a, b) -> Double.compare((Double) a, (Double) b);
            case STRING -> (a, b) -> ((String) a).compareTo((String) b);
            case BYTES -> (a, b) -> ((Bytes) a).compareTo((Bytes) b);
            case TIMESTAMP -> (a, b) -> ((Instant) a).compareTo((Instant) b);
            case DATE -> (a, b) -> ((LocalDate) a).compareTo((LocalDate) b);
            case TIME -> (a, b) -> ((LocalTime) a).compareTo((LocalTime) b);
            case BOOLEAN, NULL -> null;
        };
    }
}
