package io.millrace.ksql.function;

import io.millrace.ksql.expr.LambdaValue;
import io.millrace.ksql.expr.RowContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects functions while they are declared. */
final class Library {

    /** Code that needs the arguments alone. */
    interface Plain {
        @Nullable
        Object apply(@Nullable Object[] arguments);
    }

    private final List<Overload> overloads = new ArrayList<>();

    List<Overload> overloads() {
        return overloads;
    }

    /** A function of its arguments, NULL when one of them is. */
    Library add(String signature, Plain body) {
        return add(signature, false, (arguments, _) -> body.apply(arguments));
    }

    /** A function that is called for NULL too. */
    Library addNullable(String signature, Plain body) {
        return add(signature, true, (arguments, _) -> body.apply(arguments));
    }

    /** A function that needs the clock, random numbers, the document read last, or lambdas. */
    Library addWithContext(String signature, Body body) {
        return add(signature, false, body);
    }

    private Library add(String signature, boolean seesNull, Body body) {
        return addTyped(signature, seesNull, (_, _) -> body, null);
    }

    /** A function whose code depends on the types. */
    Library addTyped(String signature, boolean seesNull, Overload.Binder binder, Overload.@Nullable ResultRule rule) {
        overloads.add(new Overload(Signature.of(signature), seesNull, binder, rule));
        return this;
    }

    static String text(@Nullable Object value) {
        return (String) notNull(value);
    }

    static int integer(@Nullable Object value) {
        return ((Number) notNull(value)).intValue();
    }

    static long whole(@Nullable Object value) {
        return ((Number) notNull(value)).longValue();
    }

    static double real(@Nullable Object value) {
        return ((Number) notNull(value)).doubleValue();
    }

    static List<@Nullable Object> list(@Nullable Object value) {
        @SuppressWarnings("unchecked") // a value of type ARRAY
        List<@Nullable Object> list = (List<@Nullable Object>) notNull(value);
        return list;
    }

    static Object notNull(@Nullable Object value) {
        if (value == null) {
            throw new IllegalStateException("a function that does not see NULL was called with it");
        }
        return value;
    }

    static boolean truth(RowContext context, LambdaValue lambda, @Nullable Object... arguments) {
        return Boolean.TRUE.equals(lambda.apply(context, arguments));
    }
}
