package io.millrace.ksql.parse;

import io.millrace.ksql.KsqlException;
import io.millrace.sql.SqlException;
import io.millrace.sql.parse.Position;
import java.util.List;

/** Errors of the text, in the dialect's form. */
final class Syntax {

    private Syntax() {}

    static KsqlException error(Position position, String reason) {
        return KsqlException.syntax(position, reason, null, List.of());
    }

    /** What the shared lexer or cursor found, with the place in front instead of within. */
    static KsqlException from(SqlException e) {
        if (e.line() == 0) {
            return KsqlException.of(e.reason());
        }
        Position position = new Position(e.line(), e.column());
        String reason =
                e.reason().replace(" that begins at " + position.text(), "").replace(" at " + position.text(), "");
        return KsqlException.syntax(position, reason, e.found(), e.expected());
    }
}
