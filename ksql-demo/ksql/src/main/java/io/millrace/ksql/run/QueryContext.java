package io.millrace.ksql.run;

import io.millrace.core.time.Ticker;
import io.millrace.ksql.expr.RowContext;
import io.millrace.ksql.expr.TypedExpression;
import io.millrace.ksql.format.Codecs;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What all parts of one query share.
 *
 * @param queryId name of the query, such as {@code CTAS_BUS_CURRENT_5}
 */
public record QueryContext(String queryId, Codecs codecs, Ticker ticker, ProcessingLog log) {

    /** Evaluates expressions for one thread, and reports those that fail under the name of a step. */
    Evaluation evaluation(String step) {
        return new Evaluation(
                new RowContext(ticker, new SplittableRandom()),
                (expression, cause) -> log.report(failure(step, expression, cause)));
    }

    private RecordFailure failure(String step, TypedExpression expression, RuntimeException cause) {
        return new RecordFailure(
                RecordFailure.Kind.PROCESSING,
                queryId,
                step,
                "cannot evaluate " + expression.text() + ": " + RecordFailure.text(cause),
                List.of(),
                RecordFailure.Place.UNKNOWN,
                null);
    }
}
