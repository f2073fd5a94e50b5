package io.millrace.ksql.ast;

import io.millrace.sql.parse.Position;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** WINDOW of an aggregation. Retention and grace are null when not given. */
public sealed interface WindowClause {

    @Nullable
    Duration retention();

    @Nullable
    Duration grace();

    Position position();

    /** Windows of one size, side by side. */
    record Tumbling(
            Duration size,
            @Nullable Duration retention,
            @Nullable Duration grace,
            Position position) implements WindowClause {}

    /** Windows of one size that overlap, or leave gaps. */
    record Hopping(
            Duration size,
            Duration advance,
            @Nullable Duration retention,
            @Nullable Duration grace,
            Position position) implements WindowClause {}

    /** Windows that end when nothing came for the gap. */
    record Session(
            Duration gap,
            @Nullable Duration retention,
            @Nullable Duration grace,
            Position position) implements WindowClause {}
}
