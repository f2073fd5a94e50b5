package io.millrace.ksql.parse;

import io.millrace.ksql.ast.Expression;
import io.millrace.ksql.ast.Expression.Arithmetic;
import io.millrace.ksql.ast.Expression.Comparison;
import io.millrace.ksql.ast.TypeName;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes expressions in one canonical form: equal expressions give equal texts, and the text parses back. */
public final class ExpressionText {

    private ExpressionText() {}

    /** The text, with every operator's operands in parentheses where they are operators themselves. */
    public static String of(Expression expression) {
        return switch (expression) {
            case Expression.Name name ->
                name.source() == null ? word(name.name()) : word(name.source()) + "." + word(name.name());
            case Expression.Literal literal -> literal(literal.value());
            case Expression.Star _ -> "*";
            case Expression.Call call -> call.name() + list("(", call.arguments(), ")");
            case Arithmetic a -> infix(a.left(), a.operator().symbol(), a.right());
            case Expression.Negation n -> "-" + inner(n.operand());
            case Comparison c -> infix(c.left(), c.sign().symbol(), c.right());
            case Expression.Logical l -> infix(l.left(), l.and() ? "AND" : "OR", l.right());
            case Expression.Not n -> "NOT " + inner(n.operand());
            case Expression.Between b ->
                inner(b.value()) + not(b.negated()) + " BETWEEN " + inner(b.low()) + " AND " + inner(b.high());
            case Expression.In in -> inner(in.value()) + not(in.negated()) + " IN " + list("(", in.items(), ")");
            case Expression.Like like ->
                inner(like.value()) + not(like.negated()) + " LIKE " + inner(like.pattern()) + escape(like.escape());
            case Expression.IsNull n -> inner(n.value()) + " IS" + not(n.negated()) + " NULL";
            case Expression.Case c -> choice(c);
            case Expression.Cast cast -> "CAST(" + of(cast.value()) + " AS " + type(cast.type()) + ")";
            case Expression.Subscript s -> inner(s.base()) + "[" + of(s.index()) + "]";
            case Expression.Dereference d -> inner(d.base()) + "->" + word(d.field());
            case Expression.NewArray array -> "ARRAY" + list("[", array.items(), "]");
            case Expression.NewMap map ->
                map.entries().stream()
                        .map(entry -> of(entry.key()) + " := " + of(entry.value()))
                        .collect(Collectors.joining(", ", "MAP(", ")"));
            case Expression.NewStruct struct ->
                struct.members().stream()
                        .map(member -> word(member.name()) + " := " + of(member.value()))
                        .collect(Collectors.joining(", ", "STRUCT(", ")"));
            case Expression.Lambda lambda ->
                lambda.parameters().stream().map(ExpressionText::word).collect(Collectors.joining(", ", "(", ") => "))
                        + of(lambda.body());
        };
    }

    private static String infix(Expression left, String operator, Expression right) {
        return inner(left) + " " + operator + " " + inner(right);
    }

    private static String inner(Expression expression) {
        boolean operator = expression instanceof Arithmetic
                || expression instanceof Expression.Negation
                || expression instanceof Comparison
                || expression instanceof Expression.Logical
                || expression instanceof Expression.Not
                || expression instanceof Expression.Between
                || expression instanceof Expression.In
                || expression instanceof Expression.Like
                || expression instanceof Expression.IsNull;
        return operator ? "(" + of(expression) + ")" : of(expression);
    }

    private static String not(boolean negated) {
        return negated ? " NOT" : "";
    }

    private static String escape(@Nullable Character escape) {
        return escape == null ? "" : " ESCAPE " + literal(String.valueOf(escape));
    }

    private static String list(String open, List<Expression> items, String close) {
        return items.stream().map(ExpressionText::of).collect(Collectors.joining(", ", open, close));
    }

    private static String choice(Expression.Case choice) {
        StringBuilder text = new StringBuilder("CASE");
        if (choice.operand() != null) {
            text.append(' ').append(of(choice.operand()));
        }
        for (Expression.When branch : choice.branches()) {
            text.append(" WHEN ")
                    .append(of(branch.condition()))
                    .append(" THEN ")
                    .append(of(branch.result()));
        }
        if (choice.otherwise() != null) {
            text.append(" ELSE ").append(of(choice.otherwise()));
        }
        return text.append(" END").toString();
    }

    private static String literal(@Nullable Object value) {
        return switch (value) {
            case null -> "NULL";
            case String text -> "'" + text.replace("'", "''") + "'";
            case Double number -> scientific(number);
            case Boolean truth -> truth ? "TRUE" : "FALSE";
            default -> value.toString();
        };
    }

    /** With an exponent, as without one it would be a DECIMAL. */
    private static String scientific(double number) {
        String text = Double.toString(number);
        return text.indexOf('E') < 0 ? text + "E0" : text;
    }

    /** A name as it must be written: in back quotes unless it is a plain word in upper case. */
    public static String word(String name) {
        boolean plain = !name.isEmpty()
                && (Character.isLetter(name.charAt(0)) || name.charAt(0) == '_')
                && name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_')
                && name.equals(name.toUpperCase(Locale.ROOT))
                && !Words.LEXICON.reserved().contains(name);
        return plain ? name : "`" + name.replace("`", "``") + "`";
    }

    /** A type as written. */
    public static String type(TypeName type) {
        return switch (type) {
            case TypeName.Known known -> known.type().text();
            case TypeName.Named named -> word(named.name());
            case TypeName.ArrayOf array -> "ARRAY<" + type(array.item()) + ">";
            case TypeName.MapOf map -> "MAP<" + type(map.key()) + ", " + type(map.value()) + ">";
            case TypeName.StructOf struct ->
                struct.fields().stream()
                        .map(field -> word(field.name()) + " " + type(field.type()))
                        .collect(Collectors.joining(", ", "STRUCT<", ">"));
        };
    }
}
