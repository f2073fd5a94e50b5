package io.millrace.sql.function;

import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.type.Numbers;
import io.millrace.sql.type.TypeKind;

/** Arithmetic of integers up to 64 bits. */
final class IntegerKernel implements Kernel {

    private final Arithmetic.Operation operation;
    private final TypeKind left;
    private final TypeKind result;
    private final boolean unsigned;
    private final boolean constant;

    IntegerKernel(Arithmetic.Operation operation, TypeKind left, TypeKind right, TypeKind result, boolean constant) {
        this.operation = operation;
        this.left = left;
        this.result = result;
        this.unsigned = left == TypeKind.UINT64 && right.isUnsignedInteger();
        this.constant = constant;
    }

    @Override
    public Vector apply(Vector[] arguments, int size) {
        long[] a = ((LongVector) arguments[0]).values;
        long[] b = ((LongVector) arguments[1]).values;
        long[] results = new long[size];
        switch (operation) {
            case PLUS -> {
                for (int i = 0; i < size; i++) {
                    results[i] = a[i] + b[i];
                }
            }
            case MINUS -> {
                for (int i = 0; i < size; i++) {
                    results[i] = a[i] - b[i];
                }
            }
            case MULTIPLY -> {
                for (int i = 0; i < size; i++) {
                    results[i] = a[i] * b[i];
                }
            }
            case MODULO -> modulo(a, b, results, size);
            case DIVIDE, INT_DIV -> divide(a, b, results, size);
            case BIT_AND -> {
                for (int i = 0; i < size; i++) {
                    results[i] = a[i] & b[i];
                }
            }
            case BIT_OR -> {
                for (int i = 0; i < size; i++) {
                    results[i] = a[i] | b[i];
                }
            }
            case BIT_XOR -> {
                for (int i = 0; i < size; i++) {
                    results[i] = a[i] ^ b[i];
                }
            }
            case SHIFT_LEFT -> shiftLeft(a, b, results, size);
            case SHIFT_RIGHT -> shiftRight(a, b, results, size);
        }
        return new LongVector(results);
    }

    private void shiftLeft(long[] a, long[] b, long[] results, int size) {
        for (int i = 0; i < size; i++) {
            results[i] = b[i] < 0 || b[i] > 63 ? 0 : Numbers.wrap(a[i] << b[i], result);
        }
    }

    private void shiftRight(long[] a, long[] b, long[] results, int size) {
        for (int i = 0; i < size; i++) {
            if (b[i] < 0 || b[i] > 63) {
                results[i] = 0;
            } else {
                results[i] = left == TypeKind.UINT64 ? a[i] >>> b[i] : a[i] >> b[i];
            }
        }
    }

    private void divide(long[] a, long[] b, long[] results, int size) {
        for (int i = 0; i < size; i++) {
            if (b[i] == 0) {
                throw Arithmetic.divisionByZero();
            }
            long quotient = unsigned ? Long.divideUnsigned(a[i], b[i]) : a[i] / b[i];
            results[i] = Numbers.wrap(quotient, result);
        }
    }

    private void modulo(long[] a, long[] b, long[] results, int size) {
        if (constant && size > 0 && b[0] > 0 && left.isUnsignedInteger() && left != TypeKind.UINT64) {
            moduloConstant(a, b[0], results, size);
            return;
        }
        for (int i = 0; i < size; i++) {
            if (b[i] == 0) {
                throw Arithmetic.divisionByZero();
            }
            results[i] = unsigned ? Long.remainderUnsigned(a[i], b[i]) : a[i] % b[i];
        }
    }

    /**
     * The remainder of 32-bit numbers without a division (Lemire, Kaser and Kurz 2019): the fraction part of a / d in
     * 64 bits, times d.
     */
    private static void moduloConstant(long[] a, long divisor, long[] results, int size) {
        if ((divisor & (divisor - 1)) == 0) {
            long mask = divisor - 1;
            for (int i = 0; i < size; i++) {
                results[i] = a[i] & mask;
            }
        } else if (divisor <= 0xFFFF_FFFFL) {
            long inverse = Long.divideUnsigned(-1L, divisor) + 1;
            for (int i = 0; i < size; i++) {
                results[i] = Math.unsignedMultiplyHigh(inverse * a[i], divisor);
            }
        } else {
            System.arraycopy(a, 0, results, 0, size);
        }
    }
}
