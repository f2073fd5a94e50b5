package io.millrace.ksql.plan;

import io.millrace.ksql.KsqlException;
import io.millrace.ksql.ast.Expression;
import io.millrace.ksql.expr.ExpressionCompiler;
import io.millrace.ksql.expr.TypedExpression;
import io.millrace.ksql.plan.QueryPlan.Output;
import io.millrace.ksql.type.SqlType.Scalar;
import io.millrace.sql.parse.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The columns of a result, sorted into key and value. */
final class Projection {

    private final RowScope scope;
    private final ExpressionCompiler compiler;
    private final Keys keys;
    private final boolean complete;
    private final String keyWord;

    /**
     * Over rows of a scope.
     *
     * @param complete whether every part of the key must be there, exactly once
     * @param keyWord what the key's expressions are called in errors
     */
    Projection(RowScope scope, ExpressionCompiler compiler, Keys keys, boolean complete, String keyWord) {
        this.scope = scope;
        this.compiler = compiler;
        this.keys = keys;
        this.complete = complete;
        this.keyWord = keyWord;
    }

    /** For a result that is a stream or table the key's columns first, else all in the order selected. */
    List<Output> columns(List<Selection.Item> items) {
        Map<Integer, Output> found = new HashMap<>();
        List<Output> all = new ArrayList<>();
        for (Selection.Item item : items) {
            int part = part(item.value());
            boolean key = part >= 0 && (complete || !found.containsKey(part));
            if (key && found.containsKey(part)) {
                throw KsqlException.at(
                        item.position(),
                        "the " + keyWord + " column " + keys.parts().get(part).shown()
                                + " is selected twice: write AS_VALUE(...) for the copy");
            }
            checkName(item);
            Output output = output(item, key ? keys.parts().get(part) : null);
            if (key) {
                found.put(part, output);
            }
            all.add(output);
        }
        if (!complete) {
            return all;
        }
        checkKey(found, items);
        return ordered(found, all, items);
    }

    private int part(Expression value) {
        String canonical = scope.canonical(value);
        for (int i = 0; i < keys.parts().size(); i++) {
            if (keys.parts().get(i).meanings().contains(canonical)) {
                return i;
            }
        }
        return -1;
    }

    private Output output(Selection.Item item, Keys.@Nullable Part part) {
        TypedExpression value = compiler.compile(item.value());
        if (value.type() == Scalar.NULL) {
            throw KsqlException.at(
                    item.position(), "the type of column " + item.name() + " is unknown: CAST the NULL to one");
        }
        if (part == null) {
            return new Output(Column.value(item.name(), value.type()), value);
        }
        int index = part.index();
        TypedExpression key = index < 0
                ? value
                : new TypedExpression(value.source(), value.text(), value.type(), row -> row.column(index));
        return new Output(Column.key(item.name(), value.type()), key);
    }

    private void checkName(Selection.Item item) {
        if (complete && Origins.PSEUDO.contains(item.name())) {
            throw KsqlException.at(
                    item.position(), item.name() + " is no name for a column: it is one of the system's own. Use AS");
        }
    }

    private void checkKey(Map<Integer, Output> found, List<Selection.Item> items) {
        for (int i = 0; i < keys.parts().size(); i++) {
            if (!found.containsKey(i)) {
                Position position =
                        items.isEmpty() ? new Position(1, 1) : items.getFirst().position();
                String all = keys.parts().stream().map(Keys.Part::shown).collect(Collectors.joining(", "));
                throw KsqlException.at(
                        position,
                        "the result has no key: SELECT must contain the " + keyWord + " expression "
                                + keys.parts().get(i).shown()
                                + (keys.parts().size() > 1 ? " (the key is " + all + ")" : ""));
            }
        }
        if (items.size() == keys.parts().size()) {
            throw KsqlException.at(
                    items.getFirst().position(),
                    "the result has a key and nothing else: add a value column, for example with AS_VALUE(...)");
        }
    }

    private List<Output> ordered(Map<Integer, Output> found, List<Output> all, List<Selection.Item> items) {
        List<Output> ordered = new ArrayList<>(items.size());
        for (int i = 0; i < keys.parts().size(); i++) {
            Output key = found.get(i);
            if (key != null) {
                ordered.add(key);
            }
        }
        all.stream().filter(output -> !output.column().isKey()).forEach(ordered::add);
        return ordered;
    }
}
