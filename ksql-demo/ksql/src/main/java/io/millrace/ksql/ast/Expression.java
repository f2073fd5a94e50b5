package io.millrace.ksql.ast;

import io.millrace.ksql.type.SqlType;
import io.millrace.sql.parse.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression as written. Names are folded to upper case unless they were quoted. */
public sealed interface Expression {

    Position position();

    /**
     * A column, possibly with the source it comes from, a parameter of a lambda, or a unit of time as argument.
     *
     * @param source name or alias before the dot
     */
    record Name(@Nullable String source, String name, Position position) implements Expression {}

    /**
     * A constant.
     *
     * @param value of the Java class that belongs to the type; null for NULL
     */
    record Literal(@Nullable Object value, SqlType type, Position position) implements Expression {}

    /** {@code *} as the argument of COUNT. */
    record Star(Position position) implements Expression {}

    /**
     * A function of its arguments.
     *
     * @param name in upper case
     */
    record Call(String name, List<Expression> arguments, Position position) implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /** {@code a + b}; the plus of texts too. */
    record Arithmetic(Operator operator, Expression left, Expression right, Position position) implements Expression {
        /** The operators by precedence: the first three bind stronger. */
        public enum Operator {
            MULTIPLY("*"),
            DIVIDE("/"),
            MODULUS("%"),
            ADD("+"),
            SUBTRACT("-");

            private final String symbol;

            Operator(String symbol) {
                this.symbol = symbol;
            }

            public String symbol() {
                return symbol;
            }
        }
    }

    /** {@code -a}. */
    record Negation(Expression operand, Position position) implements Expression {}

    /** {@code a <= b}. */
    record Comparison(Sign sign, Expression left, Expression right, Position position) implements Expression {
        /** How two values are compared; the last two treat NULL as a value. */
        public enum Sign {
            EQUAL("="),
            NOT_EQUAL("<>"),
            LESS("<"),
            LESS_OR_EQUAL("<="),
            GREATER(">"),
            GREATER_OR_EQUAL(">="),
            IS_DISTINCT("IS DISTINCT FROM"),
            IS_NOT_DISTINCT("IS NOT DISTINCT FROM");

            private final String symbol;

            Sign(String symbol) {
                this.symbol = symbol;
            }

            public String symbol() {
                return symbol;
            }
        }
    }

    /** {@code a AND b}, {@code a OR b}. */
    record Logical(boolean and, Expression left, Expression right, Position position) implements Expression {}

    record Not(Expression operand, Position position) implements Expression {}

    /** {@code a [NOT] BETWEEN low AND high}, both ends included. */
    record Between(Expression value, Expression low, Expression high, boolean negated, Position position)
            implements Expression {}

    /** {@code a [NOT] IN (...)}. */
    record In(Expression value, List<Expression> items, boolean negated, Position position) implements Expression {
        public In {
            items = List.copyOf(items);
        }
    }

    /**
     * {@code a [NOT] LIKE pattern}.
     *
     * @param escape the character that takes the meaning from {@code %} and {@code _}; null when there is none
     */
    record Like(
            Expression value, Expression pattern, @Nullable Character escape, boolean negated, Position position)
            implements Expression {}

    /** {@code a IS [NOT] NULL}. */
    record IsNull(Expression value, boolean negated, Position position) implements Expression {}

    /**
     * CASE.
     *
     * @param operand what the branches' conditions are compared with; null when they are conditions themselves
     */
    record Case(
            @Nullable Expression operand,
            List<When> branches,
            @Nullable Expression otherwise,
            Position position) implements Expression {
        public Case {
            branches = List.copyOf(branches);
        }
    }

    /** A branch of CASE. */
    record When(Expression condition, Expression result) {}

    record Cast(Expression value, TypeName type, Position position) implements Expression {}

    /** {@code base[index]} of an array (from 1; negative from the end) or a map (by key). */
    record Subscript(Expression base, Expression index, Position position) implements Expression {}

    /** {@code base->field}. */
    record Dereference(Expression base, String field, Position position) implements Expression {}

    /** {@code ARRAY[a, b]}. */
    record NewArray(List<Expression> items, Position position) implements Expression {
        public NewArray {
            items = List.copyOf(items);
        }
    }

    /** {@code MAP(k := v)}. */
    record NewMap(List<Entry> entries, Position position) implements Expression {
        public NewMap {
            entries = List.copyOf(entries);
        }
    }

    record Entry(Expression key, Expression value) {}

    /** {@code STRUCT(name := value)}. */
    record NewStruct(List<Member> members, Position position) implements Expression {
        public NewStruct {
            members = List.copyOf(members);
        }
    }

    record Member(String name, Expression value, Position position) {}

    /** {@code (a, b) => body}, an argument of a function. */
    record Lambda(List<String> parameters, Expression body, Position position) implements Expression {
        public Lambda {
            parameters = List.copyOf(parameters);
        }
    }
}
