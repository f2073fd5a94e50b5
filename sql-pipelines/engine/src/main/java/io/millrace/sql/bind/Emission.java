package io.millrace.sql.bind;

import io.millrace.sql.SqlException.Code;
import io.millrace.sql.parse.EmitClause;
import io.millrace.sql.parse.Expression;
import io.millrace.sql.parse.Query;
import io.millrace.sql.plan.Emit;
import org.jspecify.annotations.Nullable;

/** Decides when the results of an aggregation come out. */
final class Emission {

    /** The product's default for aggregations without windows. */
    private static final Emit GLOBAL = new Emit.Periodic(2_000, false);

    private Emission() {}

    static Emit of(Query query, Bound source, boolean windowed) {
        EmitClause clause = query.emit();
        Emit emit = clause == null ? defaultOf(windowed) : of(clause, windowed);
        return Bound.bounded(source.plan()) ? new Emit.AtEnd() : emit;
    }

    private static Emit defaultOf(boolean windowed) {
        return windowed ? new Emit.AfterWindow(0, 0) : GLOBAL;
    }

    private static Emit of(EmitClause clause, boolean windowed) {
        if (clause.last() != null) {
            throw Errors.notSupported(clause.position(), "EMIT LAST");
        }
        return switch (clause.kind()) {
            case STREAM -> defaultOf(windowed);
            case AFTER_WINDOW_CLOSE, TIMEOUT -> {
                if (!windowed) {
                    throw Errors.at(
                            clause.position(),
                            Code.SYNTAX_ERROR,
                            "EMIT " + clause.kind().text() + " needs a window in FROM");
                }
                yield new Emit.AfterWindow(
                        millis(clause.delay(), "the delay", 0), millis(clause.timeout(), "the timeout", 1));
            }
            case PERIODIC -> new Emit.Periodic(millis(clause.period(), "the period", 1), clause.repeat());
            case ON_UPDATE -> new Emit.OnUpdate(millis(clause.period(), "the batch", 1));
            case PER_EVENT -> new Emit.PerEvent();
            case CHANGELOG, AFTER_KEY_EXPIRE, LAST, FINAL ->
                throw Errors.notSupported(
                        clause.position(), "EMIT " + clause.kind().text());
        };
    }

    private static long millis(Expression.@Nullable Interval interval, String what, long min) {
        return interval == null ? 0 : Literals.millis(interval, what, min);
    }

    /** Without aggregation there is nothing to hold back. */
    static void checkPlain(EmitClause clause) {
        switch (clause.kind()) {
            case STREAM -> {
                // what a query does anyway
            }
            case CHANGELOG, AFTER_KEY_EXPIRE, LAST, FINAL ->
                throw Errors.notSupported(
                        clause.position(), "EMIT " + clause.kind().text());
            case AFTER_WINDOW_CLOSE, PERIODIC, ON_UPDATE, PER_EVENT, TIMEOUT ->
                throw Errors.at(
                        clause.position(),
                        Code.SYNTAX_ERROR,
                        "EMIT " + clause.kind().text() + " needs an aggregation");
        }
    }
}
