package io.millrace.sql.bind;

import io.millrace.sql.SqlException.Code;
import io.millrace.sql.expr.Expr;
import io.millrace.sql.parse.Expression;
import io.millrace.sql.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The columns that a clause can name. */
record Scope(List<Column> columns) {

    Scope {
        columns = List.copyOf(columns);
    }

    /**
     * A column.
     *
     * @param index in the plan below
     * @param visible false when {@code *} leaves it out
     * @param qualifiers names of its source
     */
    record Column(String name, DataType type, int index, boolean visible, Set<String> qualifiers) {
        Expr.ColumnRef reference() {
            return new Expr.ColumnRef(index, name, type);
        }
    }

    /**
     * The column of that name, null when there is none. A dotted name may be source and column, or column and field.
     */
    @Nullable
    Column find(List<String> parts) {
        String name = parts.getLast();
        for (Column column : columns) {
            if (column.name.equals(name)
                    && (parts.size() == 1 || column.qualifiers.contains(parts.get(parts.size() - 2)))) {
                return column;
            }
        }
        return null;
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        columns.forEach(column -> names.add(column.name));
        return names;
    }

    RuntimeException unknown(Expression.Name name, List<String> more) {
        List<String> candidates = new ArrayList<>(names());
        candidates.addAll(more);
        return Errors.unknown(
                name.position(), Code.UNKNOWN_IDENTIFIER, "column", String.join(".", name.parts()), candidates);
    }
}
