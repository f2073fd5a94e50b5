package io.millrace.sql.expr;

import io.millrace.sql.SqlException;
import io.millrace.sql.function.Functions;
import io.millrace.sql.function.ScalarFunction;
import io.millrace.sql.type.DataType;
import java.util.List;
import java.util.stream.Collectors;

/** Builds calls of functions that are known to exist. */
public final class Calls {

    private Calls() {}

    /**
     * A call with its resolved type.
     *
     * @throws SqlException when the arguments do not fit
     */
    public static Expr.Call of(String name, List<Expr> arguments) {
        ScalarFunction function = function(name);
        String key = arguments.stream().map(Expr::text).collect(Collectors.joining(", ", name + "(", ")"));
        return new Expr.Call(function, arguments, function.resolve(arguments), key);
    }

    /** The expression in that type; itself when it has it already. */
    public static Expr cast(Expr expression, DataType type) {
        return expression.type().equals(type)
                ? expression
                : of("cast", List.of(expression, new Expr.Literal(type.text(), DataType.STRING)));
    }

    static ScalarFunction function(String name) {
        ScalarFunction function = Functions.scalar(name);
        if (function == null) {
            throw SqlException.of(SqlException.Code.UNKNOWN_FUNCTION, "unknown function '" + name + "'");
        }
        return function;
    }
}
