package io.millrace.sql.parse;

import io.millrace.sql.type.TimeUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression as written. Operators are calls of their functions: {@code a + b} is {@code plus(a, b)}. */
public sealed interface Expression {

    Position position();

    /** A column, possibly qualified: {@code a.id}. */
    record Name(List<String> parts, Position position) implements Expression {
        public Name {
            parts = List.copyOf(parts);
        }
    }

    /** A number as written, with its minus sign if it has one. */
    record Numeral(String text, Position position) implements Expression {}

    record Text(String value, Position position) implements Expression {}

    record Null(Position position) implements Expression {}

    record Bool(boolean value, Position position) implements Expression {}

    /** {@code interval 5 second} or {@code 5s}. */
    record Interval(Expression amount, TimeUnit unit, Position position) implements Expression {}

    /**
     * A function of its arguments.
     *
     * @param name in lower case
     * @param over null without an OVER clause
     */
    record Call(
            String name,
            List<Expression> arguments,
            boolean distinct,
            @Nullable Over over,
            Position position) implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    record Lambda(List<String> parameters, Expression body, Position position) implements Expression {
        public Lambda {
            parameters = List.copyOf(parameters);
        }
    }

    /** {@code *}, {@code a.*}, {@code * except (b, c)}. */
    record Star(@Nullable String qualifier, List<String> except, Position position) implements Expression {
        public Star {
            except = List.copyOf(except);
        }
    }

    /** A field of a JSON text: {@code doc:user.name}. */
    record Path(Expression document, List<String> fields, Position position) implements Expression {
        public Path {
            fields = List.copyOf(fields);
        }
    }

    record Subquery(Query query, Position position) implements Expression {}

    /** Start and end conditions of a session: {@code [a, b)}. */
    record Range(Expression start, Expression end, boolean startIncluded, boolean endIncluded, Position position)
            implements Expression {}

    /** What follows OVER. */
    record Over(List<Expression> partitionBy, List<Query.OrderItem> orderBy) {
        public Over {
            partitionBy = List.copyOf(partitionBy);
            orderBy = List.copyOf(orderBy);
        }
    }
}
