package io.millrace.ksql.function;

import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.Scalar;
import java.util.ArrayList;
import java.util.List;

/**
 * How a function is called, read from a text such as {@code FILTER(ARRAY<T>, (T) => BOOLEAN) ARRAY<T>}.
 *
 * <p>Types are ksqlDB's; one letter is a type variable; DECIMAL is any decimal type, the same throughout; ANY is any
 * type; UNIT is a unit of time; {@code ...} after the last parameter means one or more of it.
 *
 * @param variadic whether the last parameter may repeat
 * @param text as declared
 */
record Signature(String name, List<Parameter> parameters, boolean variadic, Result result, String text) {

    /** The declared result. */
    sealed interface Result {
        record Of(Parameter parameter) implements Result {}

        /** Left to the function: written {@code *}. */
        record Own() implements Result {}
    }

    static Signature of(String text) {
        return new Reader(text).signature();
    }

    /** The parameter for an argument's place. */
    Parameter parameter(int index) {
        return parameters.get(Math.min(index, parameters.size() - 1));
    }

    boolean takes(int count) {
        return variadic ? count >= parameters.size() : count == parameters.size();
    }

    private static final class Reader {

        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        Signature signature() {
            String name = word();
            expect("(");
            List<Parameter> parameters = new ArrayList<>();
            boolean variadic = false;
            if (!accept(")")) {
                do {
                    parameters.add(type());
                    variadic = accept("...");
                } while (accept(","));
                expect(")");
            }
            Result result = accept("*") ? new Result.Own() : new Result.Of(type());
            return new Signature(name, List.copyOf(parameters), variadic, result, text);
        }

        private Parameter type() {
            if (accept("(")) {
                List<Parameter> inputs = new ArrayList<>();
                do {
                    inputs.add(type());
                } while (accept(","));
                expect(")");
                expect("=>");
                return new Parameter.Function(List.copyOf(inputs), type());
            }
            String word = word();
            return switch (word) {
                case "ARRAY" -> {
                    expect("<");
                    Parameter item = type();
                    expect(">");
                    yield new Parameter.Items(item);
                }
                case "MAP" -> {
                    expect("<");
                    Parameter key = type();
                    expect(",");
                    Parameter value = type();
                    expect(">");
                    yield new Parameter.Entries(key, value);
                }
                case "ANY" -> new Parameter.Any();
                case "UNIT" -> new Parameter.Unit();
                case Parameter.Variable.DECIMAL -> new Parameter.Variable(word);
                default ->
                    word.length() == 1
                            ? new Parameter.Variable(word)
                            : new Parameter.Exact((SqlType) Scalar.valueOf(word));
            };
        }

        private String word() {
            blanks();
            int start = at;
            while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
                at++;
            }
            return text.substring(start, at);
        }

        private boolean accept(String symbol) {
            blanks();
            if (text.startsWith(symbol, at)) {
                at += symbol.length();
                return true;
            }
            return false;
        }

        private void expect(String symbol) {
            if (!accept(symbol)) {
                throw new IllegalArgumentException("expected '" + symbol + "' at " + at + " of " + text);
            }
        }

        private void blanks() {
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
        }
    }
}
