package io.millrace.ksql.expr;

import io.millrace.ksql.ast.Expression;
import io.millrace.ksql.type.SqlType;
import org.jspecify.annotations.Nullable;

/**
 * An expression that was checked against the layout of the rows it runs over.
 *
 * @param source as written
 * @param text canonical text of the source, the same for equal expressions
 * @param type of its values
 * @param code runs it; throws {@link RowException}, and what it did not foresee
 */
public record TypedExpression(Expression source, String text, SqlType type, RowExpression code) {

    /**
     * The value for a row as ksqlDB gives it: an expression that fails is reported and gives NULL.
     *
     * @param row in the layout that the expression was compiled for
     */
    public @Nullable Object evaluate(RowContext context, @Nullable Object[] row, RowErrors errors) {
        try {
            return code.evaluate(context.at(row));
        } catch (RuntimeException e) {
            // whatever it is: one row must not stop the others
            errors.report(this, e);
            return null;
        } catch (StackOverflowError e) {
            // a regular expression that goes back and forth over a long text
            errors.report(this, new RowException("needs more stack than there is"));
            return null;
        }
    }

    /** Whether the row passes: NULL and failures do not. */
    public boolean test(RowContext context, @Nullable Object[] row, RowErrors errors) {
        return Boolean.TRUE.equals(evaluate(context, row, errors));
    }
}
