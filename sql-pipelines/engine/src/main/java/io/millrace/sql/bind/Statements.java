package io.millrace.sql.bind;

import io.millrace.sql.SqlException;
import io.millrace.sql.plan.Catalog;
import io.millrace.sql.plan.Command;

/** The entry of the front end: one statement's text becomes a command. */
public final class Statements {

    private Statements() {}

    /**
     * Parses and binds one statement; a trailing semicolon is fine.
     *
     * @throws SqlException with position, what was found and what was expected
     */
    public static Command bind(String sql, Catalog catalog) {
        if (sql.equalsIgnoreCase("show streams")) {
            return new Command.ShowStreams();
        }
        throw SqlException.of(SqlException.Code.NOT_SUPPORTED, "only SHOW STREAMS is supported yet");
    }

    /**
     * True when the statement gives rows, as the last one of a pipeline must.
     *
     * @throws SqlException when the text cannot be parsed
     */
    public static boolean isQuery(String sql) {
        return !sql.equalsIgnoreCase("show streams");
    }
}
