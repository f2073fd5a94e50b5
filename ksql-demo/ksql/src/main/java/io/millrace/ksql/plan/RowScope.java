package io.millrace.ksql.plan;

import io.millrace.ksql.KsqlException;
import io.millrace.ksql.ast.Expression;
import io.millrace.ksql.expr.Scope;
import io.millrace.ksql.parse.ExpressionText;
import io.millrace.ksql.parse.Expressions;
import io.millrace.sql.parse.Similarity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Names over the rows of a layout. */
class RowScope implements Scope {

    private final Layout layout;
    private final Map<String, Place> computed = new LinkedHashMap<>();

    RowScope(Layout layout) {
        this.layout = layout;
    }

    /** From now on, an expression that means the same is found at the place. */
    void computed(String canonical, Place place) {
        computed.put(canonical, place);
    }

    @Override
    public @Nullable Place computed(Expression expression) {
        return computed.isEmpty() || expression instanceof Expression.Literal
                ? null
                : computed.get(canonical(expression));
    }

    @Override
    public Place column(Expression.Name name) {
        List<Integer> found = places(name);
        if (found.size() > 1) {
            String choices = found.stream()
                    .map(i -> layout.slots().get(i).source() + "." + name.name())
                    .collect(Collectors.joining(" or "));
            throw KsqlException.at(name.position(), name.name() + " is ambiguous: " + choices);
        }
        if (found.isEmpty()) {
            throw unknown(name);
        }
        int index = found.getFirst();
        return new Place(index, layout.slots().get(index).type());
    }

    /** Whether every column in the expression is found here. */
    boolean knowsAll(Expression expression) {
        boolean any = false;
        for (Expression part : Expressions.all(expression)) {
            if (part instanceof Expression.Name name) {
                if (places(name).isEmpty()) {
                    return false;
                }
                any = true;
            }
        }
        return any;
    }

    private List<Integer> places(Expression.Name name) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < layout.size(); i++) {
            Layout.Slot slot = layout.slots().get(i);
            boolean source = name.source() == null || name.source().equals(slot.source());
            if (source && slot.name().equals(name.name())) {
                found.add(i);
            }
        }
        return found;
    }

    private KsqlException unknown(Expression.Name name) {
        Set<String> sources = new LinkedHashSet<>();
        Set<String> columns = new LinkedHashSet<>();
        for (Layout.Slot slot : layout.slots()) {
            if (slot.source() != null) {
                sources.add(slot.source());
            }
            if (name.source() == null || name.source().equals(slot.source())) {
                columns.add(slot.name());
            }
        }
        if (name.source() != null && !sources.contains(name.source())) {
            return KsqlException.at(
                    name.position(),
                    "there is no source " + name.source() + " here, only " + String.join(", ", sources));
        }
        String nearest = Similarity.nearest(name.name(), columns);
        return KsqlException.at(
                name.position(),
                "there is no column " + ExpressionText.of(name)
                        + (nearest == null ? ", only " + String.join(", ", columns) : ": perhaps " + nearest));
    }

    /** A text that is the same for expressions that mean the same here, however columns are qualified. */
    String canonical(Expression expression) {
        return ExpressionText.of(resolved(expression, Set.of()));
    }

    private Expression resolved(Expression expression, Set<String> parameters) {
        if (expression instanceof Expression.Name name) {
            boolean parameter = name.source() == null && parameters.contains(name.name());
            List<Integer> found = parameter ? List.of() : places(name);
            return found.size() == 1 ? new Expression.Name(null, "#" + found.getFirst(), name.position()) : expression;
        }
        Set<String> inner = parameters;
        if (expression instanceof Expression.Lambda lambda) {
            inner = new LinkedHashSet<>(parameters);
            inner.addAll(lambda.parameters());
        }
        Set<String> known = inner;
        return Expressions.rebuilt(expression, part -> resolved(part, known));
    }
}
