package io.millrace.sql.bind;

import io.millrace.sql.SqlException.Code;
import io.millrace.sql.expr.Expr;
import io.millrace.sql.parse.Expression;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names in a clause over groups. In the SELECT list a key comes before an alias; in HAVING, ORDER BY and LIMIT BY an
 * alias comes first. Arguments of aggregates are bound over rows and do not come here.
 */
final class GroupNames implements Names {

    private final Grouping grouping;
    private final boolean aliasFirst;
    private final Set<String> open = new HashSet<>();
    private int expansions;

    GroupNames(Grouping grouping, boolean aliasFirst) {
        this.grouping = grouping;
        this.aliasFirst = aliasFirst;
    }

    @Override
    public Expr name(Expression.Name name) {
        String last = name.parts().getLast();
        Expression alias = name.parts().size() == 1 && !open.contains(last)
                ? grouping.aliases().get(last)
                : null;
        Scope.Column column = grouping.scope().find(name.parts());
        Expr key = column == null ? null : grouping.keyReference(column.reference());
        if (key != null && (alias == null || !aliasFirst)) {
            return key;
        }
        if (alias != null) {
            open.add(last);
            Errors.checkExpansions(++expansions, name.position());
            Expr expression = ExpressionBinder.bind(alias, this);
            open.remove(last);
            return expression;
        }
        if (column != null) {
            throw Grouping.notAKey(last, name.position());
        }
        throw grouping.scope().unknown(name, List.copyOf(grouping.aliases().keySet()));
    }

    @Override
    public @Nullable Expr call(Expression.Call call) {
        if (call.name().equals("emit_version")) {
            if (!call.arguments().isEmpty()) {
                throw Errors.at(call.position(), Code.NUMBER_OF_ARGUMENTS, "emit_version() takes no arguments");
            }
            return grouping.version();
        }
        if (Aggregates.isCall(call)) {
            return grouping.call(call);
        }
        if (grouping.hasComputedKeys() && isOverRows(call)) {
            RowNames rows = new RowNames(grouping.scope(), grouping.aliases(), false, "GROUP BY");
            return grouping.keyReference(ExpressionBinder.bind(call, rows));
        }
        return null;
    }

    /** True when the expression can be computed for single rows: no aggregate in it or behind its names. */
    private boolean isOverRows(Expression expression) {
        return switch (expression) {
            case Expression.Name name ->
                grouping.scope().find(name.parts()) != null
                        || (name.parts().size() == 1
                                && isOverRowsAlias(name.parts().getFirst()));
            case Expression.Call call ->
                !Aggregates.isCall(call)
                        && !call.name().equals("emit_version")
                        && call.arguments().stream().allMatch(this::isOverRows);
            case Expression.Path path -> isOverRows(path.document());
            case Expression.Numeral _, Expression.Text _, Expression.Null _, Expression.Bool _ -> true;
            case Expression.Interval interval -> isOverRows(interval.amount());
            case Expression.Lambda _, Expression.Star _, Expression.Subquery _, Expression.Range _ -> false;
        };
    }

    private boolean isOverRowsAlias(String name) {
        Expression alias = grouping.aliases().get(name);
        if (alias == null || !open.add(name)) {
            return false;
        }
        boolean result = isOverRows(alias);
        open.remove(name);
        return result;
    }
}
