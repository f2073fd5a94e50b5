package io.millrace.ksql.function;

import io.millrace.ksql.type.Ordering;
import io.millrace.ksql.type.SqlType;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions that choose among their arguments, and AS_VALUE, which gives its own. */
final class ConditionalFunctions {

    private ConditionalFunctions() {}

    static void declare(Library library) {
        library.addNullable("AS_VALUE(T) T", a -> a[0])
                .addNullable("COALESCE(T, T...) T", ConditionalFunctions::first)
                .addNullable("IFNULL(T, T) T", ConditionalFunctions::first)
                .addNullable("NULLIF(T, T) T", a -> a[0] != null && a[0].equals(a[1]) ? null : a[0])
                .addTyped("GREATEST(T, T...) T", true, (types, _) -> extreme(types, 1), null)
                .addTyped("LEAST(T, T...) T", true, (types, _) -> extreme(types, -1), null);
    }

    private static @Nullable Object first(@Nullable Object[] arguments) {
        for (Object argument : arguments) {
            if (argument != null) {
                return argument;
            }
        }
        return null;
    }

    /** The largest for direction 1, the smallest for -1; NULL takes no part. */
    private static Body extreme(List<SqlType> types, int direction) {
        Comparator<Object> order = Ordering.of(types.getFirst());
        if (order == null) {
            throw new IllegalArgumentException(types.getFirst().text() + " has no order");
        }
        return (arguments, _) -> {
            Object best = null;
            for (Object argument : arguments) {
                if (argument != null && (best == null || order.compare(argument, best) * direction > 0)) {
                    best = argument;
                }
            }
            return best;
        };
    }
}
