package io.millrace.sql.parse;

/**
 * A place in a statement's text.
 *
 * @param line from 1
 * @param column in characters, from 1
 */
public record Position(int line, int column) {

    /** {@code line 2, column 3}. */
    public String text() {
        return "line " + line + ", column " + column;
    }
}
