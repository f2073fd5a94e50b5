package io.millrace.sql;

import io.millrace.core.failure.InvalidRequestException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A statement that cannot be run as written. Carries the Proton error code, and where known the position, what was
 * found there and what was expected.
 */
public final class SqlException extends InvalidRequestException {

    private static final long serialVersionUID = 1L;

    /** Proton's codes for the errors that this engine reports. */
    public enum Code {
        UNKNOWN_IDENTIFIER(47),
        UNKNOWN_FUNCTION(46),
        BAD_ARGUMENTS(36),
        ILLEGAL_TYPE_OF_ARGUMENT(43),
        NUMBER_OF_ARGUMENTS(42),
        TYPE_MISMATCH(53),
        CANNOT_PARSE(6),
        STREAM_EXISTS(57),
        UNKNOWN_STREAM(60),
        SYNTAX_ERROR(62),
        NOT_SUPPORTED(48),
        UNKNOWN_SETTING(115),
        INVALID_SETTING(2517),
        ILLEGAL_AGGREGATION(184),
        NOT_AN_AGGREGATE(215),
        UNKNOWN_TYPE(50),
        ILLEGAL_DIVISION(153),
        WINDOW_COLUMN_NOT_REFERENCED(2002),
        /** An error of a real server that this engine never makes itself; {@link SqlException#number} has its code. */
        OTHER(0);

        private final int number;

        Code(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }

        static Code of(int number) {
            return Arrays.stream(values())
                    .filter(code -> code.number == number)
                    .findFirst()
                    .orElse(OTHER);
        }
    }

    private final transient Code code;
    private final int number;
    private final int statement;
    private final int line;
    private final int column;
    private final @Nullable String found;
    private final transient List<String> expected;

    private SqlException(
            Code code,
            int number,
            String message,
            int statement,
            int line,
            int column,
            @Nullable String found,
            List<String> expected) {
        super(Reason.UNPROCESSABLE, message);
        this.code = code;
        this.number = number;
        this.statement = statement;
        this.line = line;
        this.column = column;
        this.found = found;
        this.expected = List.copyOf(expected);
    }

    /** An error without position. */
    public static SqlException of(Code code, String message) {
        return new SqlException(code, code.number(), message, 0, 0, 0, null, List.of());
    }

    /**
     * An error that a real server answered with.
     *
     * @param number the server's code, kept also when {@link Code} does not know it
     */
    public static SqlException ofServer(int number, String message) {
        return new SqlException(Code.of(number), number, message, 0, 0, 0, null, List.of());
    }

    /** An error at a place; line and column count from 1. */
    public static SqlException at(Code code, String message, int line, int column) {
        return new SqlException(code, code.number(), message, 0, line, column, null, List.of());
    }

    /** A syntax error: what stands there and what could. */
    public static SqlException syntax(String message, int line, int column, String found, List<String> expected) {
        return new SqlException(
                Code.SYNTAX_ERROR, Code.SYNTAX_ERROR.number(), message, 0, line, column, found, expected);
    }

    /** The same error in the statement of that number, counted from 1. */
    public SqlException inStatement(int number) {
        SqlException copy = new SqlException(code, this.number, reason(), number, line, column, found, expected);
        copy.setStackTrace(getStackTrace());
        return copy;
    }

    /** The same error at a place, unless it has one; line and column count from 1. */
    public SqlException locatedAt(int line, int column) {
        if (this.line > 0) {
            return this;
        }
        String message = reason() + " at line " + line + ", column " + column;
        SqlException copy = new SqlException(code, number, message, statement, line, column, found, expected);
        copy.setStackTrace(getStackTrace());
        return copy;
    }

    public Code code() {
        return code;
    }

    /** The error's code as the dialect counts them: 62 for a syntax error. */
    public int number() {
        return number;
    }

    /** Number of the statement in its pipeline, from 1; 0 when unknown. */
    public int statement() {
        return statement;
    }

    /** Line within the statement, from 1; 0 when unknown. */
    public int line() {
        return line;
    }

    /** Column within the line, from 1; 0 when unknown. */
    public int column() {
        return column;
    }

    /** What stands there, null when the place says it all. */
    public @Nullable String found() {
        return found;
    }

    /** What could stand there, most likely first; empty when unknown. */
    public List<String> expected() {
        return expected;
    }

    @Override
    public Map<String, Object> details() {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("code", number);
        if (statement > 0) {
            details.put("statement", statement);
        }
        if (line > 0) {
            details.put("line", line);
            details.put("column", column);
        }
        if (found != null) {
            details.put("found", found);
        }
        if (!expected.isEmpty()) {
            details.put("expected", expected);
        }
        return details;
    }
}
