package io.millrace.sql.exec.stage;

import io.millrace.sql.batch.Batches;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.batch.Vectors;
import io.millrace.sql.expr.Expr;
import io.millrace.sql.function.Accumulator;
import io.millrace.sql.plan.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The accumulators of an aggregation and the making of its result rows. */
final class AggregateState {

    private static final int OUTPUT_ROWS = 4096;
    private static final int WINDOW_START = -1;
    private static final int WINDOW_END = -2;

    private final Plan.Aggregate plan;
    private final Stage next;
    private final Expressions arguments;
    private final int[] argumentStarts;
    private final Accumulator[] accumulators;
    /** For each key column of the result: position in the key table, or one of the window's ends. */
    private final int[] keySources;
    /** Input columns that the key table has. */
    private final int[] tableColumns;

    private final int[] rows = new int[OUTPUT_ROWS];
    private long version;

    AggregateState(Plan.Aggregate plan, QueryContext context, Stage next) {
        this.plan = plan;
        this.next = next;
        List<Expr> all = new ArrayList<>();
        argumentStarts = new int[plan.calls().size() + 1];
        accumulators = new Accumulator[plan.calls().size()];
        for (int i = 0; i < accumulators.length; i++) {
            Plan.AggregateCall call = plan.calls().get(i);
            accumulators[i] = call.function().accumulator(call.arguments(), call.type(), call.distinct());
            all.addAll(call.arguments());
            argumentStarts[i + 1] = all.size();
        }
        arguments = new Expressions(all, context);
        keySources = new int[plan.keys().size()];
        int[] columns = new int[keySources.length];
        int count = 0;
        for (int i = 0; i < keySources.length; i++) {
            int column = plan.keys().get(i);
            if (plan.windowEnd() >= 0 && column == plan.windowStart()) {
                keySources[i] = WINDOW_START;
            } else if (plan.windowEnd() >= 0 && column == plan.windowEnd()) {
                keySources[i] = WINDOW_END;
            } else {
                keySources[i] = count;
                columns[count++] = column;
            }
        }
        tableColumns = Arrays.copyOf(columns, count);
    }

    /** An empty table for the keys that are no ends of windows. */
    KeyTable newTable(QueryContext context, @Nullable GroupNumbers numbers) {
        return KeyTable.of(plan.input().schema(), tableColumns, context, numbers);
    }

    boolean keyed() {
        return tableColumns.length > 0;
    }

    /** The arguments of all calls for a batch. */
    Vector[] evaluate(RowBatch batch) {
        return arguments.evaluate(batch);
    }

    private Vector[] argumentsOf(int call, Vector[] evaluated) {
        return Arrays.copyOfRange(evaluated, argumentStarts[call], argumentStarts[call + 1]);
    }

    void add(int[] groups, Vector[] evaluated, int size, int groupCount) {
        for (int i = 0; i < accumulators.length; i++) {
            accumulators[i].add(groups, argumentsOf(i, evaluated), size, groupCount);
        }
    }

    void addAll(int group, Vector[] evaluated, int from, int to) {
        for (int i = 0; i < accumulators.length; i++) {
            accumulators[i].addAll(group, argumentsOf(i, evaluated), from, to);
        }
    }

    /** Forgets all groups of a table. */
    void reset(KeyTable table) {
        for (int position = 0; position < table.size(); position++) {
            int number = table.number(position);
            for (Accumulator accumulator : accumulators) {
                accumulator.reset(number);
            }
        }
    }

    /** Pushes the rows of all groups of a table. */
    void emitAll(KeyTable table, long windowStart, long windowEnd) {
        Vector[] keys = table.view();
        for (int from = 0; from < table.size(); from += OUTPUT_ROWS) {
            int to = Math.min(table.size(), from + OUTPUT_ROWS);
            Vector[] slices = new Vector[keys.length];
            for (int i = 0; i < keys.length; i++) {
                slices[i] = Batches.slice(keys[i], from, to);
            }
            for (int position = from; position < to; position++) {
                rows[position - from] = table.number(position);
            }
            emit(slices, rows, to - from, windowStart, windowEnd);
        }
    }

    /** Pushes the rows of some groups of a table. */
    void emitSome(KeyTable table, int[] positions, int count, long windowStart, long windowEnd) {
        Vector[] keys = table.view();
        for (int from = 0; from < count; from += OUTPUT_ROWS) {
            int size = Math.min(count - from, OUTPUT_ROWS);
            int[] chunk = Arrays.copyOfRange(positions, from, from + size);
            Vector[] gathered = new Vector[keys.length];
            for (int i = 0; i < keys.length; i++) {
                gathered[i] = Vectors.gather(keys[i], chunk, size);
            }
            for (int i = 0; i < size; i++) {
                rows[i] = table.number(chunk[i]);
            }
            emit(gathered, rows, size, windowStart, windowEnd);
        }
    }

    private void emit(Vector[] keys, int[] numbers, int size, long windowStart, long windowEnd) {
        Vector[] vectors = new Vector[plan.schema().size()];
        int column = 0;
        for (int source : keySources) {
            vectors[column++] = switch (source) {
                case WINDOW_START -> Batches.repeat(windowStart, size);
                case WINDOW_END -> Batches.repeat(windowEnd, size);
                default -> keys[source];
            };
        }
        for (Accumulator accumulator : accumulators) {
            vectors[column++] = accumulator.result(numbers, size);
        }
        if (plan.version()) {
            vectors[column] = Batches.repeat(version, size);
        }
        next.push(new RowBatch(plan.schema(), size, vectors));
    }

    /** Ends an emission: the next one has the next version. */
    void emitted() {
        version++;
        next.flush();
    }

    /** How many emissions there have been. */
    long emissions() {
        return version;
    }
}
