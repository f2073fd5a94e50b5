package io.millrace.ksql.parse;

import io.millrace.ksql.ast.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Walks through expressions. */
public final class Expressions {

    private Expressions() {}

    /** The expression and all within it, outermost first. */
    public static List<Expression> all(Expression expression) {
        List<Expression> found = new ArrayList<>();
        collect(expression, found);
        return found;
    }

    private static void collect(Expression expression, List<Expression> found) {
        found.add(expression);
        for (Expression part : parts(expression)) {
            collect(part, found);
        }
    }

    /** How many expressions lie within one another, without recursion. */
    static int depth(Expression expression) {
        int depth = 0;
        List<Expression> level = List.of(expression);
        while (!level.isEmpty()) {
            depth++;
            List<Expression> next = new ArrayList<>();
            level.forEach(part -> next.addAll(parts(part)));
            level = next;
        }
        return depth;
    }

    /** What an expression directly consists of. */
    public static List<Expression> parts(Expression expression) {
        List<Expression> parts = new ArrayList<>();
        rebuilt(expression, part -> {
            parts.add(part);
            return part;
        });
        return parts;
    }

    /** The expression with each of its direct parts replaced. */
    public static Expression rebuilt(Expression expression, UnaryOperator<Expression> part) {
        return switch (expression) {
            case Expression.Name _, Expression.Literal _, Expression.Star _ -> expression;
            case Expression.Call c -> new Expression.Call(c.name(), all(c.arguments(), part), c.position());
            case Expression.Arithmetic a ->
                new Expression.Arithmetic(a.operator(), part.apply(a.left()), part.apply(a.right()), a.position());
            case Expression.Negation n -> new Expression.Negation(part.apply(n.operand()), n.position());
            case Expression.Comparison c ->
                new Expression.Comparison(c.sign(), part.apply(c.left()), part.apply(c.right()), c.position());
            case Expression.Logical l ->
                new Expression.Logical(l.and(), part.apply(l.left()), part.apply(l.right()), l.position());
            case Expression.Not n -> new Expression.Not(part.apply(n.operand()), n.position());
            case Expression.Between b ->
                new Expression.Between(
                        part.apply(b.value()), part.apply(b.low()), part.apply(b.high()), b.negated(), b.position());
            case Expression.In i ->
                new Expression.In(part.apply(i.value()), all(i.items(), part), i.negated(), i.position());
            case Expression.Like l ->
                new Expression.Like(
                        part.apply(l.value()), part.apply(l.pattern()), l.escape(), l.negated(), l.position());
            case Expression.IsNull n -> new Expression.IsNull(part.apply(n.value()), n.negated(), n.position());
            case Expression.Case c -> choice(c, part);
            case Expression.Cast c -> new Expression.Cast(part.apply(c.value()), c.type(), c.position());
            case Expression.Subscript s ->
                new Expression.Subscript(part.apply(s.base()), part.apply(s.index()), s.position());
            case Expression.Dereference d -> new Expression.Dereference(part.apply(d.base()), d.field(), d.position());
            case Expression.NewArray a -> new Expression.NewArray(all(a.items(), part), a.position());
            case Expression.NewMap m ->
                new Expression.NewMap(
                        m.entries().stream()
                                .map(e -> new Expression.Entry(part.apply(e.key()), part.apply(e.value())))
                                .toList(),
                        m.position());
            case Expression.NewStruct s ->
                new Expression.NewStruct(
                        s.members().stream()
                                .map(m -> new Expression.Member(m.name(), part.apply(m.value()), m.position()))
                                .toList(),
                        s.position());
            case Expression.Lambda l -> new Expression.Lambda(l.parameters(), part.apply(l.body()), l.position());
        };
    }

    private static List<Expression> all(List<Expression> expressions, UnaryOperator<Expression> part) {
        return expressions.stream().map(part).toList();
    }

    private static Expression choice(Expression.Case choice, UnaryOperator<Expression> part) {
        Expression operand = choice.operand() == null ? null : part.apply(choice.operand());
        List<Expression.When> branches = choice.branches().stream()
                .map(when -> new Expression.When(part.apply(when.condition()), part.apply(when.result())))
                .toList();
        return new Expression.Case(operand, branches, optional(choice.otherwise(), part), choice.position());
    }

    private static @Nullable Expression optional(@Nullable Expression expression, UnaryOperator<Expression> part) {
        return expression == null ? null : part.apply(expression);
    }
}
