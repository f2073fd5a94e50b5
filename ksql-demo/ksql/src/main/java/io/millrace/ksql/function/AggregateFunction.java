package io.millrace.ksql.function;

import io.millrace.ksql.type.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An aggregate function of any types. */
public interface AggregateFunction {

    /** The forms in which it can be called, for people. */
    List<String> forms();

    /** How many of the leading arguments are values of the row; those behind are constants. */
    int values(int count);

    /**
     * The aggregate for a call.
     *
     * @param values types of the row's values
     * @param constants the constants, null where one is NULL
     * @throws IllegalArgumentException when there is none, with the reason
     */
    Aggregate bind(List<SqlType> values, List<@Nullable Object> constants);
}
