package io.millrace.ksql.ast;

import io.millrace.sql.parse.Position;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What stands after FROM. */
public sealed interface Relation {

    Position position();

    /**
     * A stream or table.
     *
     * @param alias its name when none is given
     */
    record Source(String name, String alias, Position position) implements Relation {}

    /** Two relations side by side; chains of joins lean to the left. */
    record Join(
            Relation left,
            Source right,
            Kind kind,
            @Nullable Within within,
            Expression on,
            Position position) implements Relation {

        /** Which rows without a partner appear. */
        public enum Kind {
            INNER,
            LEFT,
            RIGHT,
            FULL
        }
    }

    /**
     * How far two rows may be apart in time.
     *
     * @param before how much earlier the right row may be
     * @param after how much later the right row may be
     * @param grace null when not given
     */
    record Within(Duration before, Duration after, @Nullable Duration grace, Position position) {}
}
