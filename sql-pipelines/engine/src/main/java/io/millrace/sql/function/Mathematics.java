package io.millrace.sql.function;

import io.millrace.sql.batch.DoubleVector;
import io.millrace.sql.batch.Vectors;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.Numbers;
import io.millrace.sql.type.TypeKind;
import io.millrace.sql.type.TypeRules;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.function.DoubleUnaryOperator;

/** Functions of numbers. */
final class Mathematics {

    private Mathematics() {}

    static void register(Registry registry) {
        real(registry, "sqrt", "Square root.", Math::sqrt);
        real(registry, "cbrt", "Cube root.", Math::cbrt);
        real(registry, "exp", "e to the power of x.", Math::exp);
        real(registry, "exp2", "2 to the power of x.", x -> Math.pow(2, x));
        real(registry, "exp10", "10 to the power of x.", x -> Math.pow(10, x));
        real(registry, "log", "Natural logarithm.", Math::log);
        registry.alias("ln", "log");
        real(registry, "log2", "Logarithm of base 2.", x -> Math.log(x) / Math.log(2));
        real(registry, "log10", "Logarithm of base 10.", Math::log10);
        real(registry, "log1p", "log(1 + x), exact near 0.", Math::log1p);
        real(registry, "sin", "Sine.", Math::sin);
        real(registry, "cos", "Cosine.", Math::cos);
        real(registry, "tan", "Tangent.", Math::tan);
        real(registry, "asin", "Arc sine.", Math::asin);
        real(registry, "acos", "Arc cosine.", Math::acos);
        real(registry, "atan", "Arc tangent.", Math::atan);
        real(registry, "sinh", "Hyperbolic sine.", Math::sinh);
        real(registry, "cosh", "Hyperbolic cosine.", Math::cosh);
        real(registry, "tanh", "Hyperbolic tangent.", Math::tanh);
        real(registry, "degrees", "Radians as degrees.", Math::toDegrees);
        real(registry, "radians", "Degrees as radians.", Math::toRadians);
        registry.add(two("pow", "(x, y)", "x to the power of y.", Math::pow));
        registry.alias("power", "pow");
        registry.add(two("atan2", "(y, x)", "The angle of the point (x, y).", Math::atan2));
        registry.add(two("hypot", "(x, y)", "The length of (x, y).", Math::hypot));
        constant(registry, "pi", "3.14159...", Math.PI);
        constant(registry, "e", "2.71828...", Math.E);
        rounding(
                registry,
                "round",
                "Rounded to digits after the point; halves to even for floats.",
                RoundingMode.HALF_EVEN);
        rounding(registry, "floor", "Rounded down.", RoundingMode.FLOOR);
        rounding(registry, "ceil", "Rounded up.", RoundingMode.CEILING);
        registry.alias("ceiling", "ceil");
        rounding(registry, "trunc", "Rounded towards zero.", RoundingMode.DOWN);
        registry.alias("truncate", "trunc");
        registry.add(
                new Scalar("negate", "(x)", "-x", Mathematics::negatedType, (_, type, _) -> negate(type)).arity(1, 1));
        registry.add(new Scalar(
                        "abs",
                        "(x)",
                        "x without its sign.",
                        Mathematics::absType,
                        (arguments, type, _) -> abs(arguments, type))
                .arity(1, 1));
        registry.add(new Scalar(
                        "sign",
                        "(x)",
                        "-1, 0 or 1.",
                        arguments -> {
                            requireNumber(arguments, 0);
                            return DataType.INT8;
                        },
                        (arguments, type, _) -> Kernels.rows(
                                type,
                                row -> row[0] == null
                                        ? null
                                        : (Object) (long) Kernels.decimal(row[0], arguments.type(0))
                                                .signum()))
                .arity(1, 1));
        registry.add(new Scalar(
                        "bit_not",
                        "(x)",
                        "All bits turned.",
                        arguments -> {
                            requireLong(arguments, 0);
                            return arguments.type(0);
                        },
                        (_, type, _) -> Kernels.longs(x -> Numbers.wrap(~x, type.kind())))
                .arity(1, 1));
        registry.add(new Scalar(
                        "bit_count",
                        "(x)",
                        "How many bits are set.",
                        arguments -> {
                            requireLong(arguments, 0);
                            return DataType.UINT8;
                        },
                        (arguments, _, _) -> {
                            int bits = arguments.kind(0).bits();
                            long mask = -1L >>> (64 - bits);
                            return Kernels.longs(x -> Long.bitCount(x & mask));
                        })
                .arity(1, 1));
        integerPair(registry, "gcd", "Greatest common divisor.", Mathematics::gcd);
        integerPair(registry, "lcm", "Least common multiple.", (a, b) -> a == 0 || b == 0 ? 0 : a / gcd(a, b) * b);
        classified(registry, "is_nan", "True for NaN.", Double::isNaN);
        classified(registry, "is_finite", "False for NaN and the infinities.", Double::isFinite);
        classified(registry, "is_infinite", "True for the infinities.", Double::isInfinite);
    }

    private static long gcd(long a, long b) {
        long x = Math.abs(a);
        long y = Math.abs(b);
        while (y != 0) {
            long rest = x % y;
            x = y;
            y = rest;
        }
        return x;
    }

    static void requireNumber(Arguments arguments, int index) {
        TypeKind kind = arguments.kind(index);
        if (!kind.isNumeric() && kind != TypeKind.BOOL) {
            throw arguments.illegal(index, "a number");
        }
    }

    private static void requireLong(Arguments arguments, int index) {
        TypeKind kind = arguments.kind(index);
        if (!kind.isInteger() || kind.storage() != TypeKind.Storage.LONG) {
            throw arguments.illegal(index, "an integer of at most 64 bits");
        }
    }

    private static DataType real(Arguments arguments) {
        for (int i = 0; i < arguments.count(); i++) {
            requireNumber(arguments, i);
        }
        return DataType.FLOAT64;
    }

    private static void real(Registry registry, String name, String summary, DoubleUnaryOperator function) {
        registry.add(new Scalar(
                        name,
                        "(x)",
                        summary,
                        Mathematics::real,
                        (arguments, _, _) -> Kernels.doubles(arguments.type(0), function))
                .arity(1, 1));
    }

    private static Scalar two(
            String name, String signature, String summary, java.util.function.DoubleBinaryOperator function) {
        return new Scalar(name, signature, summary, Mathematics::real, (arguments, _, _) -> (vectors, size) -> {
                    double[] a = Kernels.doubles(vectors[0], arguments.type(0), size);
                    double[] b = Kernels.doubles(vectors[1], arguments.type(1), size);
                    double[] results = new double[size];
                    for (int i = 0; i < size; i++) {
                        results[i] = function.applyAsDouble(a[i], b[i]);
                    }
                    return new DoubleVector(results);
                })
                .arity(2, 2);
    }

    private static void constant(Registry registry, String name, String summary, double value) {
        registry.add(new Scalar(
                        name,
                        "()",
                        summary,
                        _ -> DataType.FLOAT64,
                        (_, type, _) -> (_, size) -> Vectors.constant(type, value, size))
                .arity(0, 0));
    }

    private static void integerPair(
            Registry registry, String name, String summary, java.util.function.LongBinaryOperator function) {
        registry.add(new Scalar(
                        name,
                        "(a, b)",
                        summary,
                        arguments -> {
                            requireLong(arguments, 0);
                            requireLong(arguments, 1);
                            return DataType.INT64;
                        },
                        (_, type, _) -> Kernels.rows(
                                type,
                                row -> function.applyAsLong(
                                        StringFunctions.number(row[0]), StringFunctions.number(row[1]))))
                .arity(2, 2));
    }

    private static void classified(
            Registry registry, String name, String summary, java.util.function.DoublePredicate test) {
        registry.add(new Scalar(
                        name,
                        "(x)",
                        summary,
                        arguments -> {
                            requireNumber(arguments, 0);
                            return DataType.BOOL;
                        },
                        (arguments, type, _) -> Kernels.rows(
                                type,
                                row -> row[0] instanceof Number number && test.test(number.doubleValue()) ? 1L : 0L))
                .arity(1, 1));
    }

    private static DataType negatedType(Arguments arguments) {
        DataType type = arguments.type(0);
        TypeKind kind = type.kind();
        if (kind == TypeKind.BOOL) {
            return DataType.INT16;
        }
        if (kind == TypeKind.INTERVAL) {
            return type;
        }
        requireNumber(arguments, 0);
        return kind.isUnsignedInteger() ? TypeRules.integer(true, TypeRules.nextBits(kind.bits())) : type;
    }

    private static Kernel negate(DataType type) {
        return switch (type.storage()) {
            case LONG -> Kernels.longs(x -> Numbers.wrap(-x, type.kind()));
            case DOUBLE -> Kernels.doubles(type, x -> -x);
            default ->
                Kernels.rows(type, row -> switch (row[0]) {
                    case BigDecimal decimal -> decimal.negate();
                    case BigInteger big -> Numbers.wrap(big.negate(), type.kind());
                    case null, default -> null;
                });
        };
    }

    private static DataType absType(Arguments arguments) {
        requireNumber(arguments, 0);
        TypeKind kind = arguments.kind(0);
        return kind.isSignedInteger() ? TypeRules.integer(false, kind.bits()) : arguments.type(0);
    }

    private static Kernel abs(Arguments arguments, DataType type) {
        boolean signed = arguments.kind(0).isSignedInteger();
        return switch (type.storage()) {
            case LONG -> Kernels.longs(x -> signed ? Numbers.wrap(Math.abs(x), type.kind()) : x);
            case DOUBLE -> Kernels.doubles(type, Math::abs);
            default ->
                Kernels.rows(type, row -> switch (row[0]) {
                    case BigDecimal decimal -> decimal.abs();
                    case BigInteger big -> Numbers.wrap(big.abs(), type.kind());
                    case null, default -> null;
                });
        };
    }

    private static void rounding(Registry registry, String name, String summary, RoundingMode mode) {
        registry.add(new Scalar(
                        name,
                        "(x[, digits])",
                        summary,
                        arguments -> {
                            requireNumber(arguments, 0);
                            digits(arguments);
                            return arguments.type(0);
                        },
                        (arguments, type, _) -> rounder(type, digits(arguments), mode))
                .arity(1, 2));
    }

    private static int digits(Arguments arguments) {
        long digits = arguments.integer(1, 0);
        if (digits < -76 || digits > 76) {
            throw arguments.bad("digits must be -76 to 76, was " + digits);
        }
        return (int) digits;
    }

    private static Kernel rounder(DataType type, int digits, RoundingMode mode) {
        if (type.storage() == TypeKind.Storage.DOUBLE) {
            return digits == 0
                    ? Kernels.doubles(type, x -> rounded(x, mode))
                    : Kernels.doubles(type, x -> rounded(x, digits, mode));
        }
        if (digits >= 0 && type.kind() != TypeKind.DECIMAL) {
            return (vectors, _) -> vectors[0];
        }
        RoundingMode exact = mode == RoundingMode.HALF_EVEN ? RoundingMode.HALF_UP : mode;
        return Kernels.rows(type, row -> row[0] == null ? null : roundedExact(row[0], type, digits, exact));
    }

    private static double rounded(double x, RoundingMode mode) {
        return switch (mode) {
            case FLOOR -> Math.floor(x);
            case CEILING -> Math.ceil(x);
            case DOWN -> x < 0 ? Math.ceil(x) : Math.floor(x);
            default -> Math.rint(x);
        };
    }

    private static double rounded(double x, int digits, RoundingMode mode) {
        double scale = Math.pow(10, Math.abs(digits));
        if (!Double.isFinite(x) || !Double.isFinite(scale)) {
            return x;
        }
        double result = digits > 0 ? rounded(x * scale, mode) / scale : rounded(x / scale, mode) * scale;
        return Double.isFinite(result) ? result : x;
    }

    private static Object roundedExact(Object value, DataType type, int digits, RoundingMode mode) {
        BigDecimal rounded = Kernels.decimal(value, type).setScale(digits, mode);
        if (type.kind() == TypeKind.DECIMAL) {
            return rounded.setScale(type.scale(), RoundingMode.DOWN);
        }
        BigInteger whole = rounded.toBigInteger();
        return type.storage() == TypeKind.Storage.LONG
                ? (Object) Numbers.wrap(whole.longValue(), type.kind())
                : Numbers.wrap(whole, type.kind());
    }
}
