package io.millrace.sql.function;

import io.millrace.sql.SqlException;
import io.millrace.sql.expr.Expr;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.TypeKind;
import io.millrace.sql.type.TypeRules;
import java.util.List;
import java.util.function.Predicate;

/** A scalar function described by its parts. */
final class Scalar implements ScalarFunction {

    /** Gives the result type of plain (not nullable) argument types. */
    @FunctionalInterface
    interface Typing {
        DataType type(Arguments arguments);
    }

    /** Makes the kernel of one call. */
    @FunctionalInterface
    interface Factory {
        Kernel kernel(Arguments arguments, DataType type, KernelContext context);
    }

    private final String name;
    private final String signature;
    private final String summary;
    private int min;
    private int max;
    private final Typing typing;
    private final Factory factory;
    private boolean deterministic = true;
    private boolean stateful;
    private Predicate<Arguments> mayFail = _ -> false;
    private boolean ownNulls;

    /**
     * @param signature as in the documentation: {@code (s, offset[, length])}
     * @param summary one sentence
     */
    Scalar(String name, String signature, String summary, Typing typing, Factory factory) {
        this.name = name;
        this.signature = signature;
        this.summary = summary;
        this.typing = typing;
        this.factory = factory;
        this.max = Integer.MAX_VALUE;
    }

    Scalar arity(int least, int most) {
        min = least;
        max = most;
        return this;
    }

    /** Marks a function whose calls may differ. */
    Scalar random() {
        deterministic = false;
        ownNulls = true;
        return this;
    }

    /** Marks a function that remembers rows. */
    Scalar remembering() {
        stateful = true;
        return random();
    }

    /** Marks a function that some values make fail. */
    Scalar failing() {
        return failing(_ -> true);
    }

    /** Marks a function that some values make fail when called in that way. */
    Scalar failing(Predicate<Arguments> when) {
        mayFail = when;
        return this;
    }

    /** Marks a function that treats nulls itself. */
    Scalar ownNulls() {
        ownNulls = true;
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    String signature() {
        return name + signature;
    }

    String summary() {
        return summary;
    }

    @Override
    public boolean deterministic() {
        return deterministic;
    }

    @Override
    public boolean stateful() {
        return stateful;
    }

    @Override
    public boolean mayFail(List<Expr> expressions) {
        return mayFail.test(new Arguments(name, expressions));
    }

    @Override
    public DataType resolve(List<Expr> expressions) {
        Arguments arguments = new Arguments(name, expressions);
        if (arguments.count() < min || arguments.count() > max) {
            throw SqlException.of(
                    SqlException.Code.NUMBER_OF_ARGUMENTS,
                    name + " takes " + expected() + ", not " + arguments.count() + ": " + signature());
        }
        if (ownNulls) {
            return typing.type(arguments);
        }
        if (any(expressions, argument -> argument.type().kind() == TypeKind.NOTHING)) {
            return DataType.NOTHING;
        }
        DataType type = typing.type(arguments);
        return anyNullable(expressions) ? TypeRules.nullableIfPossible(type) : type;
    }

    private String expected() {
        String most = max == Integer.MAX_VALUE ? " or more" : " to " + max;
        return min + (min == max ? "" : most) + (min == 1 && max == 1 ? " argument" : " arguments");
    }

    @Override
    public Kernel kernel(List<Expr> expressions, DataType type, KernelContext context) {
        Arguments arguments = new Arguments(name, expressions);
        if (ownNulls) {
            return factory.kernel(arguments, type, context);
        }
        if (type.kind() == TypeKind.NOTHING) {
            return (_, size) -> Kernels.nulls(DataType.NOTHING, size);
        }
        boolean nullable = anyNullable(expressions);
        DataType plain = nullable ? typing.type(arguments) : type;
        Kernel kernel = factory.kernel(arguments, plain, context);
        if (!nullable) {
            return kernel;
        }
        boolean compact = mayFail(expressions)
                || any(expressions, argument -> argument.type().storage() == TypeKind.Storage.OBJECT);
        return new NullKernel(kernel, compact);
    }

    private static boolean anyNullable(List<Expr> expressions) {
        return any(
                expressions,
                argument ->
                        !(argument instanceof Expr.Lambda) && argument.type().nullable());
    }

    private static boolean any(List<Expr> expressions, Predicate<Expr> condition) {
        return expressions.stream().anyMatch(condition);
    }
}
