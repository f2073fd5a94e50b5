package io.millrace.connector.duckdb;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Values of a result in the types that {@link DuckDbRows} has. */
final class Values {

    private Values() {}

    static @Nullable Object read(ResultSet found, ResultSetMetaData meta, int column) throws SQLException {
        if (meta.getColumnTypeName(column).startsWith("TIMESTAMP")
                && !meta.getColumnTypeName(column).contains("ZONE")) {
            LocalDateTime time = found.getObject(column, LocalDateTime.class);
            return time == null ? null : time.toInstant(ZoneOffset.UTC).toString();
        }
        Object value = found.getObject(column);
        return switch (value) {
            case null -> null;
            case Boolean truth -> truth;
            case Double number -> finite(number);
            case Float number -> finite(number.doubleValue());
            case BigInteger number -> small(number);
            case BigDecimal number -> number;
            case Number number -> number.longValue();
            case OffsetDateTime time -> time.toInstant().toString();
            default -> value.toString();
        };
    }

    private static Object finite(double number) {
        return Double.isFinite(number) ? (Object) number : Double.toString(number);
    }

    private static Object small(BigInteger number) {
        return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }
}
