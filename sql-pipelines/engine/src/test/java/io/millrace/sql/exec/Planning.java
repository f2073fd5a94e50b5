package io.millrace.sql.exec;

import io.millrace.sql.batch.Column;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.expr.Expr;
import io.millrace.sql.function.AggregateFunction;
import io.millrace.sql.plan.Emit;
import io.millrace.sql.plan.Plan;
import io.millrace.sql.plan.Plan.AggregateCall;
import io.millrace.sql.plan.Plan.ScanOptions;
import io.millrace.sql.plan.Plan.WindowSpec;
import io.millrace.sql.plan.Relation;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.TimeUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Builds plans by hand, with columns by name. */
final class Planning {

    static final Emit AFTER_WINDOW = new Emit.AfterWindow(0, 0);

    private Planning() {}

    static Plan.Scan scan(Relation relation, String... columns) {
        return scan(relation, false, ScanOptions.DEFAULT, columns);
    }

    static Plan.Scan scan(Relation relation, boolean bounded, ScanOptions options, String... columns) {
        List<Integer> indexes = new ArrayList<>();
        List<Column> chosen = new ArrayList<>();
        for (String column : columns) {
            int index = relation.schema().indexOf(column);
            indexes.add(index);
            chosen.add(relation.schema().column(index));
        }
        return new Plan.Scan(new Schema(chosen), relation, indexes, bounded, options);
    }

    static Plan.Filter filter(Plan input, String column) {
        return new Plan.Filter(input, column(input, column));
    }

    static Plan.Project project(Plan input, String... columns) {
        List<Expr> expressions = new ArrayList<>();
        List<Column> chosen = new ArrayList<>();
        for (String name : columns) {
            Expr.ColumnRef column = column(input, name);
            expressions.add(column);
            chosen.add(new Column(name, column.type()));
        }
        return new Plan.Project(input, expressions, new Schema(chosen));
    }

    static Expr.ColumnRef column(Plan input, String name) {
        int index = input.schema().indexOf(name);
        return new Expr.ColumnRef(index, name, input.schema().column(index).type());
    }

    static Plan.Window tumble(Plan input, String time, long size, TimeUnit unit) {
        return window(input, time, new WindowSpec(WindowSpec.Kind.TUMBLE, size, unit, size, unit, null));
    }

    static Plan.Window hop(Plan input, String time, long slide, long size, TimeUnit unit) {
        return window(input, time, new WindowSpec(WindowSpec.Kind.HOP, slide, unit, size, unit, null));
    }

    static Plan.Window window(Plan input, String time, WindowSpec spec) {
        int index = input.schema().indexOf(time);
        DataType type = input.schema().column(index).type();
        List<Column> columns = new ArrayList<>(input.schema().columns());
        columns.add(new Column("window_start", type));
        columns.add(new Column("window_end", type));
        return new Plan.Window(input, spec, index, new Schema(columns));
    }

    /** A call of an aggregate of at most one column. */
    record Call(AggregateFunction function, @Nullable String argument, String name) {}

    static Call count() {
        return new Call(TestAggregates.COUNT, null, "count");
    }

    static Call max(String column) {
        return new Call(TestAggregates.MAX, column, "max");
    }

    static Call sum(String column) {
        return new Call(TestAggregates.SUM, column, "sum");
    }

    static Call latest(String column) {
        return new Call(TestAggregates.LATEST, column, "latest");
    }

    static Plan.Aggregate aggregate(Plan input, Emit emit, List<String> keys, Call... calls) {
        return aggregate(input, emit, keys, false, false, calls);
    }

    static Plan.Aggregate aggregate(
            Plan input, Emit emit, List<String> keys, boolean version, boolean bounded, Call... calls) {
        List<Integer> indexes = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (String key : keys) {
            indexes.add(input.schema().indexOf(key));
            columns.add(input.schema().column(indexes.getLast()));
        }
        List<AggregateCall> bound = new ArrayList<>();
        for (Call call : calls) {
            String argument = call.argument();
            List<Expr> arguments = argument == null ? List.of() : List.of(column(input, argument));
            DataType type = call.function().resolve(arguments);
            bound.add(new AggregateCall(call.function(), arguments, false, type, call.name()));
            columns.add(new Column(call.name(), type));
        }
        if (version) {
            columns.add(new Column("emit_version", DataType.INT64));
        }
        boolean windowed = keys.contains("window_start") || keys.contains("window_end");
        return new Plan.Aggregate(
                input,
                indexes,
                bound,
                windowed ? input.schema().indexOf("window_start") : -1,
                windowed ? input.schema().indexOf("window_end") : -1,
                emit,
                version,
                bounded,
                new Schema(columns));
    }

    static Plan.Limit limit(Plan input, long rows, long offset) {
        return new Plan.Limit(input, rows < 0 ? OptionalLong.empty() : OptionalLong.of(rows), offset);
    }
}
