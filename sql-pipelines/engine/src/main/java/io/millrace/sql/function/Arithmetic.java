package io.millrace.sql.function;

import io.millrace.sql.SqlException;
import io.millrace.sql.batch.DoubleVector;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.expr.Expr;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.Numbers;
import io.millrace.sql.type.TypeKind;
import io.millrace.sql.type.TypeRules;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * Operators on numbers. Integers grow to the next width (uint8 + uint8 is uint16), differences are signed, what
 * overflows 64 bits wraps; {@code /} gives float64; with a float on either side all gives float64. Division of integers
 * by zero ends the query.
 */
final class Arithmetic {

    enum Operation {
        PLUS,
        MINUS,
        MULTIPLY,
        DIVIDE,
        INT_DIV,
        MODULO,
        BIT_AND,
        BIT_OR,
        BIT_XOR,
        SHIFT_LEFT,
        SHIFT_RIGHT
    }

    private Arithmetic() {}

    static void register(Registry registry) {
        registry.add(operator("plus", "a + b", Operation.PLUS).arity(2, 2));
        registry.add(operator("minus", "a - b", Operation.MINUS).arity(2, 2));
        registry.add(operator("multiply", "a * b", Operation.MULTIPLY).arity(2, 2));
        registry.add(operator("divide", "a / b, as float64", Operation.DIVIDE).arity(2, 2));
        registry.add(operator("int_div", "The whole part of a / b; zero as b ends the query.", Operation.INT_DIV)
                .arity(2, 2)
                .failing(Arithmetic::mayDivideByZero));
        registry.add(operator("modulo", "a % b; integer zero as b ends the query.", Operation.MODULO)
                .arity(2, 2)
                .failing(Arithmetic::mayDivideByZero));
        registry.add(operator("bit_and", "Bits set in both.", Operation.BIT_AND).arity(2, 2));
        registry.add(operator("bit_or", "Bits set in either.", Operation.BIT_OR).arity(2, 2));
        registry.add(operator("bit_xor", "Bits set in one of both.", Operation.BIT_XOR)
                .arity(2, 2));
        registry.add(operator("bit_shift_left", "Bits of a moved up by b.", Operation.SHIFT_LEFT)
                .arity(2, 2));
        registry.add(operator("bit_shift_right", "Bits of a moved down by b.", Operation.SHIFT_RIGHT)
                .arity(2, 2));
    }

    private static boolean mayDivideByZero(Arguments arguments) {
        return !(arguments.literal(1) instanceof Number number) || number.doubleValue() == 0;
    }

    private static Scalar operator(String name, String summary, Operation operation) {
        return new ArithmeticScalar(name, summary, operation).scalar();
    }

    private record ArithmeticScalar(String name, String summary, Operation operation) {

        Scalar scalar() {
            return new Scalar(name, "(a, b)", summary, this::type, this::kernel);
        }

        DataType type(Arguments arguments) {
            DataType time = Intervals.resultType(arguments, operation);
            return time != null ? time : resultType(arguments, operation);
        }

        Kernel kernel(Arguments arguments, DataType type, KernelContext context) {
            if (Intervals.resultType(arguments, operation) != null) {
                return Intervals.kernel(arguments, operation);
            }
            return kernelOf(operation, arguments, type);
        }
    }

    private static DataType resultType(Arguments arguments, Operation operation) {
        TypeKind a = number(arguments, 0);
        TypeKind b = number(arguments, 1);
        boolean bits = operation.compareTo(Operation.BIT_AND) >= 0;
        if (bits && (!a.isInteger() || !b.isInteger())) {
            throw arguments.illegal(a.isInteger() ? 1 : 0, "an integer");
        }
        if (a.isFloat() || b.isFloat()) {
            return operation == Operation.INT_DIV ? DataType.INT64 : DataType.FLOAT64;
        }
        if (a == TypeKind.DECIMAL || b == TypeKind.DECIMAL) {
            return decimalType(arguments, operation);
        }
        boolean signed = a.isSignedInteger() || b.isSignedInteger();
        int widest = Math.max(a.bits(), b.bits());
        return switch (operation) {
            case PLUS, MULTIPLY -> TypeRules.integer(signed, TypeRules.nextBits(widest));
            case MINUS -> TypeRules.integer(true, TypeRules.nextBits(widest));
            case DIVIDE -> DataType.FLOAT64;
            case INT_DIV -> TypeRules.integer(signed, a.bits());
            case MODULO -> {
                boolean negative = a.isSignedInteger();
                yield TypeRules.integer(negative, negative ? TypeRules.nextBits(b.bits()) : b.bits());
            }
            case BIT_AND, BIT_OR, BIT_XOR -> TypeRules.integer(signed, widest);
            case SHIFT_LEFT, SHIFT_RIGHT -> TypeRules.integer(a.isSignedInteger(), a.bits());
        };
    }

    /** The number kind of an argument; bool counts as uint8, time stamps do not count. */
    private static TypeKind number(Arguments arguments, int index) {
        TypeKind kind = arguments.kind(index);
        if (kind == TypeKind.BOOL) {
            return TypeKind.UINT8;
        }
        if (!kind.isNumeric()) {
            throw arguments.illegal(index, "a number");
        }
        return kind;
    }

    private static DataType decimalType(Arguments arguments, Operation operation) {
        DataType a = arguments.type(0);
        DataType b = arguments.type(1);
        DataType common = TypeRules.commonDecimal(asDecimal(a), asDecimal(b));
        int scaleA = a.kind() == TypeKind.DECIMAL ? a.scale() : 0;
        int scaleB = b.kind() == TypeKind.DECIMAL ? b.scale() : 0;
        return switch (operation) {
            case MULTIPLY ->
                DataType.decimal(
                        TypeRules.decimalDigits(Math.min(76, Math.max(common.precision(), scaleA + scaleB))),
                        scaleA + scaleB);
            case DIVIDE -> DataType.decimal(Math.max(common.precision(), scaleA), scaleA);
            case INT_DIV -> DataType.INT64;
            default -> common;
        };
    }

    private static DataType asDecimal(DataType type) {
        return type.kind() == TypeKind.DECIMAL ? type : DataType.decimal(9, 0);
    }

    private static Kernel kernelOf(Operation operation, Arguments arguments, DataType type) {
        DataType a = arguments.type(0);
        DataType b = arguments.type(1);
        if (type.kind() == TypeKind.DECIMAL || a.kind() == TypeKind.DECIMAL || b.kind() == TypeKind.DECIMAL) {
            return decimals(operation, a, b, type);
        }
        if (type.storage() == TypeKind.Storage.DOUBLE
                || a.kind().isFloat()
                || b.kind().isFloat()) {
            return doubles(operation, arguments, type);
        }
        boolean narrow = a.storage() == TypeKind.Storage.LONG && b.storage() == TypeKind.Storage.LONG;
        if (!narrow || type.storage() != TypeKind.Storage.LONG) {
            return bigs(operation, a, b, type);
        }
        return new IntegerKernel(operation, a.kind(), b.kind(), type.kind(), arguments.get(1) instanceof Expr.Literal);
    }

    private static Kernel doubles(Operation operation, Arguments arguments, DataType type) {
        DataType a = arguments.type(0);
        DataType b = arguments.type(1);
        boolean integer = type.storage() == TypeKind.Storage.LONG;
        return (vectors, size) -> {
            double[] left = Kernels.doubles(vectors[0], a, size);
            double[] right = Kernels.doubles(vectors[1], b, size);
            double[] results = new double[size];
            switch (operation) {
                case PLUS -> {
                    for (int i = 0; i < size; i++) {
                        results[i] = left[i] + right[i];
                    }
                }
                case MINUS -> {
                    for (int i = 0; i < size; i++) {
                        results[i] = left[i] - right[i];
                    }
                }
                case MULTIPLY -> {
                    for (int i = 0; i < size; i++) {
                        results[i] = left[i] * right[i];
                    }
                }
                case DIVIDE, INT_DIV -> {
                    for (int i = 0; i < size; i++) {
                        results[i] = left[i] / right[i];
                    }
                }
                default -> {
                    for (int i = 0; i < size; i++) {
                        results[i] = left[i] % right[i];
                    }
                }
            }
            return integer ? truncated(results, size) : new DoubleVector(results);
        };
    }

    private static Vector truncated(double[] quotients, int size) {
        long[] results = new long[size];
        for (int i = 0; i < size; i++) {
            if (!Double.isFinite(quotients[i])) {
                throw divisionByZero();
            }
            results[i] = (long) quotients[i];
        }
        return new LongVector(results);
    }

    static SqlException divisionByZero() {
        return SqlException.of(SqlException.Code.ILLEGAL_DIVISION, "division by zero");
    }

    private static Kernel decimals(Operation operation, DataType a, DataType b, DataType type) {
        return Kernels.rows(type, row -> {
            if (row[0] == null || row[1] == null) {
                return null;
            }
            BigDecimal left = Kernels.decimal(row[0], a);
            BigDecimal right = Kernels.decimal(row[1], b);
            boolean divides =
                    operation == Operation.DIVIDE || operation == Operation.INT_DIV || operation == Operation.MODULO;
            if (divides && right.signum() == 0) {
                throw divisionByZero();
            }
            return switch (operation) {
                case PLUS -> left.add(right).setScale(type.scale());
                case MINUS -> left.subtract(right).setScale(type.scale());
                case MULTIPLY -> left.multiply(right).setScale(type.scale(), RoundingMode.DOWN);
                case DIVIDE -> left.divide(right, type.scale(), RoundingMode.DOWN);
                case INT_DIV -> left.divideToIntegralValue(right).longValue();
                default -> left.remainder(right).setScale(type.scale(), RoundingMode.DOWN);
            };
        });
    }

    private static Kernel bigs(Operation operation, DataType a, DataType b, DataType type) {
        return Kernels.rows(type, row -> {
            if (row[0] == null || row[1] == null) {
                return null;
            }
            BigInteger left = Kernels.big(row[0], a);
            BigInteger right = Kernels.big(row[1], b);
            BigInteger result = big(operation, left, right);
            return type.storage() == TypeKind.Storage.LONG
                    ? (Object) Numbers.wrap(result.longValue(), type.kind())
                    : Numbers.wrap(result, type.kind());
        });
    }

    private static BigInteger big(Operation operation, BigInteger left, BigInteger right) {
        if ((operation == Operation.INT_DIV || operation == Operation.MODULO) && right.signum() == 0) {
            throw divisionByZero();
        }
        return switch (operation) {
            case PLUS -> left.add(right);
            case MINUS -> left.subtract(right);
            case MULTIPLY -> left.multiply(right);
            case DIVIDE, INT_DIV -> left.divide(right);
            case MODULO -> left.remainder(right);
            case BIT_AND -> left.and(right);
            case BIT_OR -> left.or(right);
            case BIT_XOR -> left.xor(right);
            case SHIFT_LEFT -> left.shiftLeft(right.intValue() & 255);
            case SHIFT_RIGHT -> left.shiftRight(right.intValue() & 255);
        };
    }
}
