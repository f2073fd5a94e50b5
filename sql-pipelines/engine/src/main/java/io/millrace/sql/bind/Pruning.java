package io.millrace.sql.bind;

import io.millrace.sql.batch.Column;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.expr.Expr;
import io.millrace.sql.plan.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Removes the columns that nobody above reads, down to the scan. */
final class Pruning {

    private Pruning() {}

    /**
     * A pruned plan.
     *
     * @param places where each old column is now, -1 when it is gone
     */
    @SuppressWarnings("ArrayRecordComponent") // private to this pass, never compared
    record Result(Plan plan, int[] places) {}

    static Result prune(Plan plan, BitSet wanted) {
        return switch (plan) {
            case Plan.Values values ->
                new Result(values, identity(values.schema().size()));
            case Plan.Scan scan -> scan(scan, wanted);
            case Plan.Filter filter -> {
                BitSet needed = copy(wanted);
                Exprs.columns(filter.predicate(), needed);
                Result input = prune(filter.input(), needed);
                Expr predicate = Exprs.moveColumns(filter.predicate(), input.places);
                yield new Result(new Plan.Filter(input.plan, predicate), input.places);
            }
            case Plan.Project project -> project(project, wanted);
            case Plan.Window window -> window(window, wanted);
            case Plan.Aggregate aggregate -> aggregate(aggregate, wanted);
            case Plan.Distinct distinct -> {
                Result input = prune(distinct.input(), allOf(distinct.schema()));
                yield new Result(new Plan.Distinct(input.plan), input.places);
            }
            case Plan.Dedup dedup -> {
                Result input = prune(dedup.input(), with(wanted, dedup.keys()));
                List<Integer> keys = moved(dedup.keys(), input.places);
                yield new Result(new Plan.Dedup(input.plan, keys, dedup.limit(), dedup.ttlMillis()), input.places);
            }
            case Plan.Sort sort -> sort(sort, wanted);
            case Plan.Limit limit -> {
                Result input = prune(limit.input(), wanted);
                yield new Result(new Plan.Limit(input.plan, limit.limit(), limit.offset()), input.places);
            }
            case Plan.LimitBy limit -> {
                Result input = prune(limit.input(), with(wanted, limit.keys()));
                List<Integer> keys = moved(limit.keys(), input.places);
                yield new Result(new Plan.LimitBy(input.plan, limit.limit(), limit.offset(), keys), input.places);
            }
        };
    }

    private static Result scan(Plan.Scan scan, BitSet wanted) {
        int[] places = new int[scan.schema().size()];
        List<Integer> indexes = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < places.length; i++) {
            places[i] = wanted.get(i) ? indexes.size() : -1;
            if (wanted.get(i)) {
                indexes.add(scan.columns().get(i));
                columns.add(scan.schema().column(i));
            }
        }
        Plan pruned = new Plan.Scan(new Schema(columns), scan.relation(), indexes, scan.bounded(), scan.options());
        return new Result(pruned, places);
    }

    private static Result project(Plan.Project project, BitSet wanted) {
        BitSet needed = new BitSet();
        int[] places = new int[project.expressions().size()];
        List<Expr> kept = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < places.length; i++) {
            places[i] = wanted.get(i) ? kept.size() : -1;
            if (wanted.get(i)) {
                kept.add(project.expressions().get(i));
                columns.add(project.schema().column(i));
                Exprs.columns(project.expressions().get(i), needed);
            }
        }
        Result input = prune(project.input(), needed);
        List<Expr> moved = kept.stream()
                .map(expression -> Exprs.moveColumns(expression, input.places))
                .toList();
        return new Result(new Plan.Project(input.plan, moved, new Schema(columns)), places);
    }

    private static Result window(Plan.Window window, BitSet wanted) {
        int before = window.input().schema().size();
        BitSet needed = copy(wanted);
        needed.clear(before, before + 2);
        needed.set(window.timeColumn());
        Result input = prune(window.input(), needed);
        int after = input.plan.schema().size();
        int[] places = Arrays.copyOf(input.places, before + 2);
        places[before] = after;
        places[before + 1] = after + 1;
        List<Column> columns = new ArrayList<>(input.plan.schema().columns());
        columns.addAll(window.schema().columns().subList(before, before + 2));
        Plan pruned =
                new Plan.Window(input.plan, window.spec(), input.places[window.timeColumn()], new Schema(columns));
        return new Result(pruned, places);
    }

    private static Result aggregate(Plan.Aggregate aggregate, BitSet wanted) {
        int keys = aggregate.keys().size();
        int calls = aggregate.calls().size();
        BitSet needed = with(new BitSet(), aggregate.keys());
        int[] places = identity(aggregate.schema().size());
        List<Plan.AggregateCall> kept = new ArrayList<>();
        List<Column> columns = new ArrayList<>(aggregate.schema().columns().subList(0, keys));
        for (int i = 0; i < calls; i++) {
            places[keys + i] = wanted.get(keys + i) ? columns.size() : -1;
            if (wanted.get(keys + i)) {
                Plan.AggregateCall call = aggregate.calls().get(i);
                kept.add(call);
                columns.add(aggregate.schema().column(keys + i));
                call.arguments().forEach(argument -> Exprs.columns(argument, needed));
            }
        }
        boolean version = aggregate.version() && wanted.get(keys + calls);
        if (aggregate.version()) {
            places[keys + calls] = version ? columns.size() : -1;
        }
        if (version) {
            columns.add(aggregate.schema().column(keys + calls));
        }
        if (aggregate.windowStart() >= 0) {
            needed.set(aggregate.windowStart());
            needed.set(aggregate.windowEnd());
        }
        Result input = prune(aggregate.input(), needed);
        Plan pruned = new Plan.Aggregate(
                input.plan,
                moved(aggregate.keys(), input.places),
                kept.stream().map(call -> moved(call, input.places)).toList(),
                aggregate.windowStart() < 0 ? -1 : input.places[aggregate.windowStart()],
                aggregate.windowEnd() < 0 ? -1 : input.places[aggregate.windowEnd()],
                aggregate.emit(),
                version,
                aggregate.bounded(),
                new Schema(columns));
        return new Result(pruned, places);
    }

    private static Plan.AggregateCall moved(Plan.AggregateCall call, int[] places) {
        List<Expr> arguments = call.arguments().stream()
                .map(argument -> Exprs.moveColumns(argument, places))
                .toList();
        return new Plan.AggregateCall(call.function(), arguments, call.distinct(), call.type(), call.text());
    }

    private static Result sort(Plan.Sort sort, BitSet wanted) {
        BitSet needed = copy(wanted);
        sort.keys().forEach(key -> needed.set(key.column()));
        Result input = prune(sort.input(), needed);
        List<Plan.SortKey> keys = sort.keys().stream()
                .map(key -> new Plan.SortKey(input.places[key.column()], key.ascending(), key.nullsFirst()))
                .toList();
        return new Result(new Plan.Sort(input.plan, keys), input.places);
    }

    private static BitSet copy(BitSet bits) {
        return (BitSet) bits.clone();
    }

    private static BitSet with(BitSet bits, List<Integer> more) {
        BitSet result = copy(bits);
        more.forEach(result::set);
        return result;
    }

    private static BitSet allOf(Schema schema) {
        BitSet bits = new BitSet();
        bits.set(0, schema.size());
        return bits;
    }

    private static List<Integer> moved(List<Integer> columns, int[] places) {
        return columns.stream().map(column -> places[column]).toList();
    }

    private static int[] identity(int size) {
        int[] places = new int[size];
        Arrays.setAll(places, i -> i);
        return places;
    }
}
