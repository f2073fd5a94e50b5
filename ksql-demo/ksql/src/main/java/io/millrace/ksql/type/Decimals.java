package io.millrace.ksql.type;

import io.millrace.ksql.type.SqlType.Decimal;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** The arithmetic of DECIMAL: results have the precision that holds any result of such operands. */
public final class Decimals {

    private static final int MIN_QUOTIENT_SCALE = 6;

    private Decimals() {}

    /**
     * The number with the type's scale, rounded half up.
     *
     * @throws ArithmeticException when it has more digits before the point than the type
     */
    public static BigDecimal fit(BigDecimal value, Decimal type) {
        BigDecimal scaled = value.setScale(type.scale(), RoundingMode.HALF_UP);
        if (scaled.precision() - scaled.scale() > type.precision() - type.scale() && scaled.signum() != 0) {
            throw new ArithmeticException(value.toPlainString() + " does not fit into " + type.text());
        }
        return scaled;
    }

    /** Type of a sum or difference. */
    public static Decimal sum(Decimal left, Decimal right) {
        int scale = Math.max(left.scale(), right.scale());
        return new Decimal(Math.max(whole(left), whole(right)) + scale + 1, scale);
    }

    public static Decimal product(Decimal left, Decimal right) {
        return new Decimal(left.precision() + right.precision() + 1, left.scale() + right.scale());
    }

    public static Decimal quotient(Decimal left, Decimal right) {
        int scale = Math.max(MIN_QUOTIENT_SCALE, left.scale() + right.precision() + 1);
        return new Decimal(whole(left) + right.scale() + scale, scale);
    }

    public static Decimal remainder(Decimal left, Decimal right) {
        int scale = Math.max(left.scale(), right.scale());
        return new Decimal(Math.max(1, Math.min(whole(left), whole(right)) + scale), scale);
    }

    private static int whole(Decimal type) {
        return type.precision() - type.scale();
    }
}
