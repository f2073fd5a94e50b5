package io.millrace.sql.parse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands after FROM. */
public sealed interface Source {

    Position position();

    /** A stream, view or CTE by name, possibly with its database. */
    record Named(List<String> parts, @Nullable String alias, Position position) implements Source {
        public Named {
            parts = List.copyOf(parts);
        }
    }

    /** {@code tumble(source, ...)}, {@code table(source)}: every table function reads another source. */
    record Function(
            String name,
            Source input,
            List<Expression> arguments,
            @Nullable String alias,
            Position position) implements Source {
        public Function {
            arguments = List.copyOf(arguments);
        }
    }

    record Nested(Query query, @Nullable String alias, Position position) implements Source {}

    /**
     * Two sources side by side.
     *
     * @param kind as written, in upper case: {@code LEFT JOIN}
     */
    record Join(
            Source left,
            Source right,
            String kind,
            @Nullable Expression on,
            Position position) implements Source {}
}
