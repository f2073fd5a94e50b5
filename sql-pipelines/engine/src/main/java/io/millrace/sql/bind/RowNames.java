package io.millrace.sql.bind;

import io.millrace.sql.SqlException.Code;
import io.millrace.sql.expr.Expr;
import io.millrace.sql.parse.Expression;
import io.millrace.sql.type.TypeKind;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names in a clause over single rows: columns, then aliases of the SELECT list; GROUP BY looks at the aliases first. An
 * alias within its own expression is the column.
 */
final class RowNames implements Names {

    private final Scope scope;
    private final Map<String, Expression> aliases;
    private final boolean aliasFirst;
    private final String place;
    private final Set<String> open = new HashSet<>();
    private int expansions;

    RowNames(Scope scope, String place) {
        this(scope, Map.of(), false, place);
    }

    /** @param place the clause, for errors: {@code WHERE} */
    RowNames(Scope scope, Map<String, Expression> aliases, boolean aliasFirst, String place) {
        this.scope = scope;
        this.aliases = aliases;
        this.aliasFirst = aliasFirst;
        this.place = place;
    }

    @Override
    public Expr name(Expression.Name name) {
        List<String> parts = name.parts();
        String last = parts.getLast();
        Expression alias = parts.size() == 1 && !open.contains(last) ? aliases.get(last) : null;
        Scope.Column column = scope.find(parts);
        if (alias != null && (column == null || (aliasFirst && !Aggregates.anyIn(alias)))) {
            open.add(last);
            Errors.checkExpansions(++expansions, name.position());
            Expr expression = ExpressionBinder.bind(alias, this);
            open.remove(last);
            return expression;
        }
        if (column != null) {
            return column.reference();
        }
        Expr field = field(name);
        if (field != null) {
            return field;
        }
        throw scope.unknown(name, List.copyOf(aliases.keySet()));
    }

    /** {@code t.a} may be an element of the tuple column t. */
    private @Nullable Expr field(Expression.Name name) {
        if (name.parts().size() < 2) {
            return null;
        }
        List<String> parts = name.parts();
        Scope.Column tuple = scope.find(parts.subList(0, parts.size() - 1));
        if (tuple == null) {
            Scope.Column json = scope.find(parts.subList(0, 1));
            if (json != null && json.type().kind() == TypeKind.JSON) {
                throw Errors.notSupported(name.position(), "a field of a json column");
            }
            return null;
        }
        if (tuple.type().kind() == TypeKind.JSON) {
            throw Errors.notSupported(name.position(), "a field of a json column");
        }
        if (tuple.type().names().isEmpty()) {
            return null;
        }
        Expression base = new Expression.Name(parts.subList(0, parts.size() - 1), name.position());
        Expression field = new Expression.Text(parts.getLast(), name.position());
        return ExpressionBinder.bind(
                new Expression.Call("tuple_element", List.of(base, field), false, null, name.position()), this);
    }

    @Override
    public @Nullable Expr call(Expression.Call call) {
        if (call.name().equals("emit_version")) {
            throw Errors.at(call.position(), Code.BAD_ARGUMENTS, "emit_version() needs an aggregation");
        }
        if (Aggregates.isCall(call)) {
            throw Errors.at(
                    call.position(),
                    Code.ILLEGAL_AGGREGATION,
                    "aggregate function " + call.name() + " cannot be used in " + place);
        }
        return null;
    }
}
