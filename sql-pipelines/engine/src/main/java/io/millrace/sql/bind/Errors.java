package io.millrace.sql.bind;

import io.millrace.sql.SqlException;
import io.millrace.sql.SqlException.Code;
import io.millrace.sql.parse.Position;
import io.millrace.sql.parse.Similarity;
import java.util.Collection;

/** Makes the errors of binding, each with its place. */
final class Errors {

    private static final int MAX_EXPANSIONS = 2_000;

    private Errors() {}

    static SqlException at(Position position, Code code, String message) {
        return SqlException.at(code, message + " at " + position.text(), position.line(), position.column());
    }

    /** Aliases of aliases can double a query with each step: there is an end to it. */
    static void checkExpansions(int count, Position position) {
        if (count > MAX_EXPANSIONS) {
            throw at(position, Code.BAD_ARGUMENTS, "the aliases of the query expand more than " + count + " times");
        }
    }

    static SqlException notSupported(Position position, String what) {
        return at(position, Code.NOT_SUPPORTED, what + " is not supported yet");
    }

    /** An unknown name of some kind, with the nearest known one. */
    static SqlException unknown(Position position, Code code, String kind, String name, Collection<String> candidates) {
        String nearest = Similarity.nearest(name, candidates);
        String hint = nearest == null ? "" : ", did you mean '" + nearest + "'?";
        String message = "unknown " + kind + " '" + name + "' at " + position.text() + hint;
        return SqlException.at(code, message, position.line(), position.column());
    }
}
