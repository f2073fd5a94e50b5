package io.millrace.sql.exec.relation;

import io.millrace.sql.batch.Batches;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.expr.Compiler;
import io.millrace.sql.expr.Evaluator;
import io.millrace.sql.expr.Expr;
import io.millrace.sql.function.KernelContext;
import java.util.ArrayList;
import java.util.List;

/** Makes blocks of random rows: only the columns that are read, all with one evaluation, so that they share rand(). */
final class RandomRows {

    private static final int TIME = -1;
    private static final int SEQUENCE = -2;

    private static final Schema NO_COLUMNS = new Schema(List.of());

    private final RandomStream stream;
    private final ReadRequest request;
    private final Evaluator generators;
    /** For each column that is read: its generator, or one of the implicit columns. */
    private final int[] sources;

    private final int timeGenerator;
    private long sequence;

    RandomRows(RandomStream stream, ReadRequest request) {
        this.stream = stream;
        this.request = request;
        int declared = stream.definitions().size();
        int sequenceColumn = stream.schema().size() - 1;
        List<Integer> generated = new ArrayList<>();
        sources = new int[request.columns().size()];
        boolean readsTime = false;
        for (int i = 0; i < sources.length; i++) {
            int column = request.columns().get(i);
            if (column < declared) {
                sources[i] = place(generated, column);
            } else {
                sources[i] = column == sequenceColumn ? SEQUENCE : TIME;
                readsTime |= sources[i] == TIME;
            }
        }
        timeGenerator = readsTime && stream.timeSource() >= 0 ? place(generated, stream.timeSource()) : -1;
        List<Expr> expressions = generated.stream().map(stream::generator).toList();
        generators = Compiler.compile(expressions, new KernelContext(request.ticker(), request.seed()));
    }

    private static int place(List<Integer> generated, int column) {
        int place = generated.indexOf(column);
        if (place < 0) {
            generated.add(column);
            place = generated.size() - 1;
        }
        return place;
    }

    /**
     * A block.
     *
     * @param millis event time of all its rows, unless a column gives it
     */
    RowBatch next(int rows, long millis) {
        Vector[] values = generators.evaluate(new RowBatch(NO_COLUMNS, rows));
        Vector[] vectors = new Vector[sources.length];
        for (int i = 0; i < sources.length; i++) {
            vectors[i] = switch (sources[i]) {
                case TIME -> time(values, rows, millis);
                case SEQUENCE -> sequence(rows);
                default -> values[sources[i]];
            };
        }
        sequence += rows;
        return new RowBatch(request.schema(), rows, vectors);
    }

    private LongVector time(Vector[] values, int rows, long millis) {
        return timeGenerator < 0
                ? Batches.repeat(millis, rows)
                : EventTime.millis(
                        values[timeGenerator],
                        stream.definitions().get(stream.timeSource()).type(),
                        rows);
    }

    private LongVector sequence(int rows) {
        long[] numbers = new long[rows];
        for (int i = 0; i < rows; i++) {
            numbers[i] = sequence + i;
        }
        return new LongVector(numbers);
    }
}
