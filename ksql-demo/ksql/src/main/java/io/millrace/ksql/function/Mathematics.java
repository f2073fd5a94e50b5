package io.millrace.ksql.function;

import static io.millrace.ksql.function.Library.integer;
import static io.millrace.ksql.function.Library.real;
import static io.millrace.ksql.function.Library.whole;

import io.millrace.ksql.expr.RowException;
import io.millrace.ksql.type.Decimals;
import io.millrace.ksql.type.SqlType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Functions of numbers. */
final class Mathematics {

    private static final double EARTH_RADIUS_KM = 6371;
    private static final double EARTH_RADIUS_MILES = 3959;

    private Mathematics() {}

    static void declare(Library library) {
        library.add("ABS(INTEGER) INTEGER", a -> Math.abs(integer(a[0])))
                .add("ABS(BIGINT) BIGINT", a -> Math.abs(whole(a[0])))
                .add("ABS(DOUBLE) DOUBLE", a -> Math.abs(real(a[0])))
                .add("ABS(DECIMAL) DECIMAL", a -> decimal(a[0]).abs())
                .add("SIGN(INTEGER) INTEGER", a -> Integer.signum(integer(a[0])))
                .add("SIGN(BIGINT) INTEGER", a -> Long.signum(whole(a[0])))
                .add("SIGN(DOUBLE) INTEGER", a -> (int) Math.signum(real(a[0])))
                .add("SQRT(DOUBLE) DOUBLE", a -> Math.sqrt(real(a[0])))
                .add("CBRT(DOUBLE) DOUBLE", a -> Math.cbrt(real(a[0])))
                .add("EXP(DOUBLE) DOUBLE", a -> Math.exp(real(a[0])))
                .add("LN(DOUBLE) DOUBLE", a -> Math.log(real(a[0])))
                .add("LOG(DOUBLE) DOUBLE", a -> Math.log10(real(a[0])))
                .add("LOG(DOUBLE, DOUBLE) DOUBLE", a -> logarithm(real(a[0]), real(a[1])))
                .add("POWER(DOUBLE, DOUBLE) DOUBLE", a -> Math.pow(real(a[0]), real(a[1])))
                .addWithContext("RANDOM() DOUBLE", (_, row) -> row.random().nextDouble())
                .add("PI() DOUBLE", _ -> Math.PI)
                .add("GEO_DISTANCE(DOUBLE, DOUBLE, DOUBLE, DOUBLE) DOUBLE", a -> distance(a, EARTH_RADIUS_KM))
                .add("GEO_DISTANCE(DOUBLE, DOUBLE, DOUBLE, DOUBLE, STRING) DOUBLE", a -> distance(a, radius(a[4])));
        rounding(library);
    }

    private static void rounding(Library library) {
        for (String name : List.of("CEIL", "FLOOR")) {
            boolean up = name.equals("CEIL");
            library.add(name + "(INTEGER) INTEGER", a -> a[0])
                    .add(name + "(BIGINT) BIGINT", a -> a[0])
                    .add(name + "(DOUBLE) DOUBLE", a -> up ? Math.ceil(real(a[0])) : Math.floor(real(a[0])))
                    .addTyped(
                            name + "(DECIMAL) DECIMAL",
                            false,
                            (types, _) -> (a, _) -> Decimals.fit(
                                    decimal(a[0]).setScale(0, up ? RoundingMode.CEILING : RoundingMode.FLOOR),
                                    (SqlType.Decimal) types.getFirst()),
                            null);
        }
        library.add("ROUND(INTEGER) BIGINT", a -> whole(a[0]))
                .add("ROUND(BIGINT) BIGINT", a -> a[0])
                .add("ROUND(DOUBLE) BIGINT", a -> Math.round(real(a[0])))
                .addTyped(
                        "ROUND(DECIMAL) *",
                        false,
                        (_, result) -> (a, _) -> Decimals.fit(round(decimal(a[0]), 0), (SqlType.Decimal) result),
                        types -> roundedType((SqlType.Decimal) types.getFirst()))
                .add("ROUND(DOUBLE, INTEGER) DOUBLE", a -> round(real(a[0]), integer(a[1])))
                .addTyped(
                        "ROUND(DECIMAL, INTEGER) DECIMAL",
                        false,
                        (_, result) ->
                                (a, _) -> Decimals.fit(round(decimal(a[0]), integer(a[1])), (SqlType.Decimal) result),
                        null)
                .add("TRUNC(DOUBLE) BIGINT", a -> (long) real(a[0]))
                .add(
                        "TRUNC(DOUBLE, INTEGER) DOUBLE",
                        a -> BigDecimal.valueOf(real(a[0]))
                                .setScale(integer(a[1]), RoundingMode.DOWN)
                                .doubleValue());
    }

    private static SqlType roundedType(SqlType.Decimal type) {
        return new SqlType.Decimal(type.precision() - type.scale() + 1, 0);
    }

    private static BigDecimal decimal(@Nullable Object value) {
        return (BigDecimal) Library.notNull(value);
    }

    private static double round(double value, int scale) {
        return Double.isFinite(value) ? round(BigDecimal.valueOf(value), scale).doubleValue() : value;
    }

    /** Half-way cases go up, towards the positive. */
    private static BigDecimal round(BigDecimal value, int scale) {
        RoundingMode mode = value.signum() < 0 ? RoundingMode.HALF_DOWN : RoundingMode.HALF_UP;
        return value.setScale(Math.clamp(scale, -400, 400), mode);
    }

    private static double logarithm(double base, double value) {
        return base <= 0 || base == 1 ? Double.NaN : Math.log(value) / Math.log(base);
    }

    private static double radius(@Nullable Object unit) {
        String name = Library.text(unit).toLowerCase(Locale.ROOT);
        return switch (name) {
            case "km", "kilometer", "kilometers", "kilometre", "kilometres" -> EARTH_RADIUS_KM;
            case "mile", "miles" -> EARTH_RADIUS_MILES;
            default -> throw new RowException("the unit is KM or MILES, not '" + unit + "'");
        };
    }

    /** Along a great circle. */
    private static double distance(@Nullable Object[] arguments, double radius) {
        double fromLat = degrees(arguments[0], 90);
        double fromLon = degrees(arguments[1], 180);
        double toLat = degrees(arguments[2], 90);
        double toLon = degrees(arguments[3], 180);
        double sinLat = Math.sin((toLat - fromLat) / 2);
        double sinLon = Math.sin((toLon - fromLon) / 2);
        double square = sinLat * sinLat + sinLon * sinLon * Math.cos(fromLat) * Math.cos(toLat);
        return 2 * radius * Math.asin(Math.sqrt(Math.min(1, square)));
    }

    private static double degrees(@Nullable Object value, double limit) {
        double degrees = real(value);
        if (!(Math.abs(degrees) <= limit)) {
            throw new RowException(degrees + " is no coordinate: between -" + limit + " and " + limit);
        }
        return Math.toRadians(degrees);
    }
}
