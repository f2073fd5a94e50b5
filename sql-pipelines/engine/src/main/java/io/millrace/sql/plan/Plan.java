package io.millrace.sql.plan;

import io.millrace.sql.batch.Schema;
import io.millrace.sql.expr.Expr;
import io.millrace.sql.function.AggregateFunction;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.TimeUnit;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A query plan: a tree of operators, source at the leaves. Every expression refers to the columns of the operator's
 * input.
 */
public sealed interface Plan {

    Schema schema();

    List<Plan> inputs();

    /** Constant rows; {@code SELECT 1} is a projection over one row without columns. */
    record Values(Schema schema, List<List<Expr.Literal>> rows) implements Plan {
        @Override
        public List<Plan> inputs() {
            return List.of();
        }
    }

    /**
     * Reads a relation of the catalog.
     *
     * @param relation the stream, random stream or materialized view; the executor casts it to its own interface
     * @param columns indexes into the relation's full schema (user columns, then {@code _tp_time}, {@code _tp_sn}):
     *     what the plan needs
     * @param bounded true for {@code table(...)} and query_mode='table': stored rows, then the end
     */
    record Scan(Schema schema, Relation relation, List<Integer> columns, boolean bounded, ScanOptions options)
            implements Plan {
        @Override
        public List<Plan> inputs() {
            return List.of();
        }
    }

    /** Keeps the rows for which the predicate is true. */
    record Filter(Plan input, Expr predicate) implements Plan {
        @Override
        public Schema schema() {
            return input.schema();
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }
    }

    /** Computes one column per expression. */
    record Project(Plan input, List<Expr> expressions, Schema schema) implements Plan {
        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }
    }

    /**
     * Puts each row into its windows: the input's columns, then {@code window_start} and {@code window_end} of the time
     * column's type. A row of a hop window appears once per window. Only the time column's order makes the watermark.
     *
     * @param timeColumn index in the input
     */
    record Window(Plan input, WindowSpec spec, int timeColumn, Schema schema) implements Plan {
        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }
    }

    /**
     * Aggregates groups: key columns, then one column per call, then {@code emit_version} (int64) when {@code version}
     * is set.
     *
     * @param keys indexes in the input
     * @param windowStart index in the input of the window's start, -1 when the groups are not windows
     * @param windowEnd index in the input of the window's end, -1 when the groups are not windows; always set together
     *     with windowStart, also when only one of them is a key
     * @param emit when results come out
     * @param bounded true when the input ends: everything comes out then, once
     */
    record Aggregate(
            Plan input,
            List<Integer> keys,
            List<AggregateCall> calls,
            int windowStart,
            int windowEnd,
            Emit emit,
            boolean version,
            boolean bounded,
            Schema schema)
            implements Plan {
        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }
    }

    /** Keeps the first row of each distinct combination of all columns, for ever when the input is unbounded. */
    record Distinct(Plan input) implements Plan {
        @Override
        public Schema schema() {
            return input.schema();
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }
    }

    /**
     * Keeps the first row per key columns, as {@code dedup(stream, key...)} does; at most {@code limit} keys are
     * remembered.
     */
    record Dedup(Plan input, List<Integer> keys, int limit, long ttlMillis) implements Plan {
        @Override
        public Schema schema() {
            return input.schema();
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }
    }

    /** Sorts: a bounded input as a whole, the result of an aggregation each time it comes out. */
    record Sort(Plan input, List<SortKey> keys) implements Plan {
        @Override
        public Schema schema() {
            return input.schema();
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }
    }

    /** Skips {@code offset} rows, passes {@code limit} (all when empty), then ends the query. */
    record Limit(Plan input, OptionalLong limit, long offset) implements Plan {
        @Override
        public Schema schema() {
            return input.schema();
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }
    }

    /** Passes at most {@code limit} rows per combination of the key columns, after skipping {@code offset} of each. */
    record LimitBy(Plan input, long limit, long offset, List<Integer> keys) implements Plan {
        @Override
        public Schema schema() {
            return input.schema();
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }
    }

    /** One result column of an aggregation; arguments refer to the aggregate's input. */
    record AggregateCall(
            AggregateFunction function, List<Expr> arguments, boolean distinct, DataType type, String text) {
        public AggregateCall {
            arguments = List.copyOf(arguments);
        }
    }

    record SortKey(int column, boolean ascending, boolean nullsFirst) {}

    /**
     * A window.
     *
     * @param slide equals size for tumble
     * @param zone time zone for alignment of days and longer; null is UTC
     */
    record WindowSpec(
            Kind kind,
            long slide,
            TimeUnit slideUnit,
            long size,
            TimeUnit sizeUnit,
            @Nullable String zone) {

        public enum Kind {
            TUMBLE,
            HOP
        }
    }

    /**
     * Read options of a scan.
     *
     * @param eps rows per second of a random stream, overriding the stream's own; negative: the stream's; 0: unlimited
     * @param maxEvents a random stream ends after so many rows; 0: never
     * @param seekTo {@code earliest}, {@code latest}, a sequence number, a time, or {@code -1h}; null is latest
     *     (streaming) or earliest (bounded)
     */
    record ScanOptions(double eps, long maxEvents, @Nullable String seekTo) {
        public static final ScanOptions DEFAULT = new ScanOptions(-1, 0, null);
    }
}
