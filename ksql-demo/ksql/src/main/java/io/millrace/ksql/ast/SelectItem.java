package io.millrace.ksql.ast;

import io.millrace.sql.parse.Position;
import org.jspecify.annotations.Nullable;

/** What stands between SELECT and FROM. */
public sealed interface SelectItem {

    Position position();

    /** An expression, possibly with a name. */
    record Single(Expression value, @Nullable String alias, Position position) implements SelectItem {}

    /** {@code *} or {@code source.*}. */
    record All(@Nullable String source, Position position) implements SelectItem {}

    /** {@code struct->*}: each field as a column. */
    record AllFields(Expression value, Position position) implements SelectItem {}
}
