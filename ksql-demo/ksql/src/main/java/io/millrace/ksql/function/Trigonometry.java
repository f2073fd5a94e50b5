package io.millrace.ksql.function;

import static io.millrace.ksql.function.Library.real;

import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** Functions of angles, in radians. */
final class Trigonometry {

    private static final Map<String, DoubleUnaryOperator> FUNCTIONS = Map.ofEntries(
            Map.entry("SIN", Math::sin),
            Map.entry("COS", Math::cos),
            Map.entry("TAN", Math::tan),
            Map.entry("COT", x -> 1 / Math.tan(x)),
            Map.entry("ASIN", Math::asin),
            Map.entry("ACOS", Math::acos),
            Map.entry("ATAN", Math::atan),
            Map.entry("SINH", Math::sinh),
            Map.entry("COSH", Math::cosh),
            Map.entry("TANH", Math::tanh),
            Map.entry("DEGREES", Math::toDegrees),
            Map.entry("RADIANS", Math::toRadians));

    private Trigonometry() {}

    static void declare(Library library) {
        FUNCTIONS.forEach(
                (name, function) -> library.add(name + "(DOUBLE) DOUBLE", a -> function.applyAsDouble(real(a[0]))));
        library.add("ATAN2(DOUBLE, DOUBLE) DOUBLE", a -> Math.atan2(real(a[0]), real(a[1])));
    }
}
