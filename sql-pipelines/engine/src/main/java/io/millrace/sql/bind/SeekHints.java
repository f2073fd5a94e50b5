package io.millrace.sql.bind;

import io.millrace.sql.expr.Expr;
import io.millrace.sql.plan.Plan;
import java.util.BitSet;

/**
 * A condition on {@code _tp_time} or {@code _tp_sn} of a stream asks for its history: the scan then starts at the
 * earliest row, as the product does.
 */
final class SeekHints {

    private SeekHints() {}

    static Plan apply(Plan plan) {
        if (plan instanceof Plan.Filter filter) {
            BitSet columns = new BitSet();
            Exprs.columns(filter.predicate(), columns);
            if (readsPosition(filter.input(), columns)) {
                return fromEarliest(plan);
            }
        }
        return Rebuild.overInput(plan, SeekHints::apply);
    }

    /** Follows the columns of a condition down to the scan, through what leaves them as they are. */
    private static boolean readsPosition(Plan plan, BitSet columns) {
        return switch (plan) {
            case Plan.Scan scan ->
                columns.stream()
                        .mapToObj(column -> scan.schema().column(column).name())
                        .anyMatch(name -> name.equals("_tp_time") || name.equals("_tp_sn"));
            case Plan.Filter filter -> readsPosition(filter.input(), columns);
            case Plan.Dedup dedup -> readsPosition(dedup.input(), columns);
            case Plan.Window window -> {
                BitSet below = (BitSet) columns.clone();
                int size = window.input().schema().size();
                below.clear(size, size + 2);
                yield readsPosition(window.input(), below);
            }
            case Plan.Project project -> {
                BitSet below = new BitSet();
                columns.stream()
                        .mapToObj(project.expressions()::get)
                        .filter(Expr.ColumnRef.class::isInstance)
                        .forEach(expression -> Exprs.columns(expression, below));
                yield readsPosition(project.input(), below);
            }
            case Plan.Values _, Plan.Aggregate _, Plan.Distinct _, Plan.Sort _, Plan.Limit _, Plan.LimitBy _ -> false;
        };
    }

    private static Plan fromEarliest(Plan plan) {
        if (plan instanceof Plan.Scan scan) {
            Plan.ScanOptions options = scan.options();
            if (scan.bounded() || options.seekTo() != null) {
                return scan;
            }
            return new Plan.Scan(
                    scan.schema(),
                    scan.relation(),
                    scan.columns(),
                    false,
                    new Plan.ScanOptions(options.eps(), options.maxEvents(), "earliest"));
        }
        return Rebuild.overInput(plan, SeekHints::fromEarliest);
    }
}
