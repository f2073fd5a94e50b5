package io.millrace.sql.function;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks functions up by name; case does not matter. */
public final class Functions {

    private Functions() {}

    /** The scalar function of that name; null when there is none. */
    public static @Nullable ScalarFunction scalar(String name) {
        return Registry.INSTANCE.scalar(name);
    }

    /** The aggregate of that name; null when there is none. */
    public static @Nullable AggregateFunction aggregate(String name) {
        return Registry.INSTANCE.aggregate(name);
    }

    /** All names, in order. */
    public static Set<String> names() {
        return Registry.INSTANCE.names();
    }

    /** True for a function of the dialect that is missing here. */
    public static boolean notYetSupported(String name) {
        return Registry.INSTANCE.notYetSupported(name);
    }
}
