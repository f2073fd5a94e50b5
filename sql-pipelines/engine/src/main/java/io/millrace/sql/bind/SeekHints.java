package io.millrace.sql.bind;

import io.millrace.sql.expr.Expr;
import io.millrace.sql.plan.Plan;
import java.util.BitSet;

/**
 * A condition on {@code _tp_time} or {@code _tp_sn} directly over a stream asks for its history: the scan then starts
 * at the earliest row, as the product does.
 */
final class SeekHints {

    private SeekHints() {}

    static Plan apply(Plan plan) {
        return switch (plan) {
            case Plan.Filter filter -> new Plan.Filter(seeking(filter), filter.predicate());
            case Plan.Values _, Plan.Scan _ -> plan;
            case Plan.Project project ->
                new Plan.Project(apply(project.input()), project.expressions(), project.schema());
            case Plan.Window window ->
                new Plan.Window(apply(window.input()), window.spec(), window.timeColumn(), window.schema());
            case Plan.Aggregate a ->
                new Plan.Aggregate(
                        apply(a.input()),
                        a.keys(),
                        a.calls(),
                        a.windowStart(),
                        a.windowEnd(),
                        a.emit(),
                        a.version(),
                        a.bounded(),
                        a.schema());
            case Plan.Distinct distinct -> new Plan.Distinct(apply(distinct.input()));
            case Plan.Dedup dedup ->
                new Plan.Dedup(apply(dedup.input()), dedup.keys(), dedup.limit(), dedup.ttlMillis());
            case Plan.Sort sort -> new Plan.Sort(apply(sort.input()), sort.keys());
            case Plan.Limit limit -> new Plan.Limit(apply(limit.input()), limit.limit(), limit.offset());
            case Plan.LimitBy limit ->
                new Plan.LimitBy(apply(limit.input()), limit.limit(), limit.offset(), limit.keys());
        };
    }

    private static Plan seeking(Plan.Filter filter) {
        // the filter may stand over the windows of the scan; their columns follow the scan's
        if (filter.input() instanceof Plan.Window window
                && window.input() instanceof Plan.Scan scan
                && readsPosition(scan, filter.predicate())) {
            return new Plan.Window(fromEarliest(scan), window.spec(), window.timeColumn(), window.schema());
        }
        if (filter.input() instanceof Plan.Scan scan && readsPosition(scan, filter.predicate())) {
            return fromEarliest(scan);
        }
        return apply(filter.input());
    }

    private static boolean readsPosition(Plan.Scan scan, Expr predicate) {
        if (scan.bounded() || scan.options().seekTo() != null) {
            return false;
        }
        BitSet columns = new BitSet();
        Exprs.columns(predicate, columns);
        return columns.stream()
                .filter(column -> column < scan.schema().size())
                .mapToObj(column -> scan.schema().column(column).name())
                .anyMatch(name -> name.equals("_tp_time") || name.equals("_tp_sn"));
    }

    private static Plan.Scan fromEarliest(Plan.Scan scan) {
        Plan.ScanOptions options = scan.options();
        return new Plan.Scan(
                scan.schema(),
                scan.relation(),
                scan.columns(),
                false,
                new Plan.ScanOptions(options.eps(), options.maxEvents(), "earliest"));
    }
}
