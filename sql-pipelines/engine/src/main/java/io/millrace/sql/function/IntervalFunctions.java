package io.millrace.sql.function;

import io.millrace.sql.type.DataType;
import io.millrace.sql.type.TimeUnit;
import io.millrace.sql.type.TypeKind;
import java.util.Locale;

/** {@code to_interval_second(n)} and its like. */
final class IntervalFunctions {

    private IntervalFunctions() {}

    static void register(Registry registry) {
        for (TimeUnit unit : TimeUnit.values()) {
            String name = unit.name().toLowerCase(Locale.ROOT);
            registry.add(new Scalar(
                            "to_interval_" + name,
                            "(n)",
                            "The span of n " + name + "s.",
                            arguments -> {
                                TypeKind kind = arguments.kind(0);
                                if (!kind.isInteger() || kind.storage() != TypeKind.Storage.LONG) {
                                    throw arguments.illegal(0, "an integer");
                                }
                                return DataType.interval(unit);
                            },
                            (_, _, _) -> (vectors, _) -> vectors[0])
                    .arity(1, 1));
        }
    }
}
